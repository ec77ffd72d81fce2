import request from 'supertest';
import type { SignedIn } from '../support/api-server.ts';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';
import { eventually, PDF } from '../support/correspondence-house.ts';

let house: CaseHouse;
let lawyer: SignedIn;

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
  lawyer = await house.api.signIn({ role: 'lawyer', branchId: house.coordinator.branchId });
}, 60_000);

afterAll(async () => {
  await house.close();
});

interface Rung {
  readonly id: string;
  readonly version: number;
  readonly stage: string;
  readonly authorityId: string | null;
}

const rungOf = (open: OpenCase, stage: string): Promise<Rung> =>
  eventually(async () => {
    const { body } = await house.get(`/escalations?requestId=${open.id}`).expect(200);
    return (body.items as Rung[]).find((one) => one.stage === stage);
  }, `the rung to be ${stage}`);

async function overdueCase(): Promise<OpenCase> {
  const open = await house.openCase();
  await house.prepare(open);
  await house.send(open);
  const { body } = await house.get(`/requests/${open.id}/deadlines`).expect(200);
  const due = Math.min(...body.items.map(({ dueAt }: { dueAt: string }) => Date.parse(dueAt)));
  await house.moveClockTo(new Date(due + 60_000));
  return open;
}

test('a passed term opens one rung, drafted with all terms that ran out, approved by a second person and filed', async () => {
  const open = await overdueCase();
  const rung = await rungOf(open, 'drafted');
  const overdue = await house.get(`/requests/${open.id}`).expect(200);
  expect(overdue.body).toMatchObject({ lateness: 'overdue', stage: 'submitted' });

  const own = await house.post(`/escalations/${rung.id}/approval`, {}, rung.version).expect(403);
  expect(own.body.code).toBe('access.permission-missing');
  const early = await house.post(`/escalations/${rung.id}/filing`, filing(), rung.version).expect(409);
  expect(early.body.code).toBe('escalations.stage-forbids');

  const approved = await eventually(async () => {
    const { body } = await house.get(`/escalations/${rung.id}`, lawyer).expect(200);
    const answer = await house.post(`/escalations/${rung.id}/approval`, {}, body.version as number, lawyer);
    return answer.status === 200 ? (answer.body as Rung & { version: number }) : undefined;
  }, 'the approval');
  const mail = { ...filing(), channel: 'email_plain' };
  const unfit = await house.post(`/escalations/${rung.id}/filing`, mail, approved.version).expect(422);
  expect(unfit.body).toMatchObject({ code: 'escalations.channel-unfit', errors: [{ pointer: '/channel' }] });
  const numberless = { channel: filing().channel, filedOn: filing().filedOn };
  const unproven = await house.post(`/escalations/${rung.id}/filing`, numberless, approved.version).expect(422);
  expect(unproven.body.code).toBe('escalations.number-missing');
  const filed = await house.post(`/escalations/${rung.id}/filing`, filing(), approved.version).expect(200);
  expect(filed.body.stage).toBe('filed');
  const clocks = await house.get(`/escalations/${rung.id}/deadlines`).expect(200);
  expect(clocks.body.items.map(({ ruleId }: { ruleId: string }) => ruleId).sort()).toEqual([
    'appeal30d',
    'appeal_reg3d',
  ]);
  const rungs = await house.api.database.asAdmin('SELECT id FROM escalations WHERE request_id = $1', [open.id]);
  expect(rungs).toHaveLength(1);
  await extend(open, { id: rung.id, version: filed.body.version as number });
});

/** The body says that it needs longer; a scan of its notice is the evidence. */
async function extend(open: OpenCase, { id, version }: { id: string; version: number }): Promise<void> {
  const clocksOf = async (who = house.coordinator) =>
    (await house.get(`/escalations/${id}/deadlines`, who).expect(200)).body.items as {
      id: string;
      ruleId: string;
      dueOn: string;
      status: string;
    }[];
  const clock = (await clocksOf()).find(({ ruleId }) => ruleId === 'appeal30d');
  expect(clock?.dueOn).toBe('2026-11-19');
  const path = `/escalations/${id}/deadlines/${clock?.id ?? ''}/extension`;
  const said = { noticedOn: '2026-10-20', reason: 'volume', amount: 10 };
  const foreign = await house.post(path, { ...said, fileId: clock?.id }, version).expect(422);
  expect(foreign.body).toMatchObject({ code: 'escalations.notice-unknown', errors: [{ pointer: '/fileId' }] });
  const scan = await request(house.api.server)
    .post(`/v1/branches/${house.coordinator.branchId}/families/${open.familyId}/files?purpose=other`)
    .set(house.coordinator.headers)
    .attach('file', PDF, 'уведомление.pdf')
    .expect(201);
  const fileId = scan.body.id as string;
  const late = await house.post(path, { ...said, fileId, noticedOn: '2026-11-20' }, version).expect(422);
  expect(late.body.code).toBe('escalations.notice-in-future');
  const { body: extended } = await house.post(path, { ...said, fileId }, version).expect(200);
  expect(extended).toMatchObject({
    ...{ dueOn: '2026-11-29', status: 'armed', change: 'extension', supersedes: clock?.id },
    extension: { amount: 10, reason: 'volume', messageId: null, fileId },
    title: { ru: 'Рассмотрение обращения' },
  });
  expect(extended.explanation.ru.join(' ')).toContain('большой объём запрошенных сведений');
  expect(extended.explanation.en.join(' ')).toContain('the addressee gave notice of an extension');
  const again = `/escalations/${id}/deadlines/${extended.id as string}/extension`;
  const stale = await house.post(again, { ...said, fileId }, version).expect(412);
  expect(stale.body.code).toBe('http.version-mismatch');
  const twice = await house.post(again, { ...said, fileId }, version + 1).expect(409);
  expect(twice.body.code).toBe('requests.already-extended');
  const log = await house.api.database.asAdmin<{ details: object }>(
    `SELECT details FROM audit_entries WHERE action = 'deadlines.extend' AND subject_id = $1`,
    [id],
  );
  expect(log[0]?.details).toMatchObject({ file: fileId, dueOn: '2026-11-19', extendedTo: '2026-11-29' });
}

test('who submitted the request cannot approve its complaint: the service says why, the table refuses', async () => {
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
  const open = await house.openCase();
  await house.prepare(open);
  const submitted = await house
    .post(`/requests/${open.id}/submission`, { to: 'office@school5.test' }, open.version, lawyer)
    .expect(202);
  expect(submitted.body.messageId).toBeDefined();
  await eventually(async () => {
    const { body } = await house.get(`/requests/${open.id}/deadlines`).expect(200);
    return body.items.length > 0 ? true : undefined;
  }, 'the clocks to start');
  await house.moveClockTo(new Date('2026-10-20T07:00:00Z'));
  const rung = await rungOf(open, 'drafted');
  const { body: newest } = await house.get(`/escalations/${rung.id}`, lawyer).expect(200);
  const { body } = await house.post(`/escalations/${rung.id}/approval`, {}, newest.version as number, lawyer);
  expect(body.code).toBe('escalations.second-person-needed');
  await expect(
    house.api.database.asAdmin('UPDATE escalations SET approved_by = prepared_by, approved_at = now() WHERE id = $1', [
      rung.id,
    ]),
  ).rejects.toThrow(/escalations_second_person/);
});

test('a refusal without reasons opens the rung at once', async () => {
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
  const open = await house.openCase();
  await house.prepare(open);
  const messageId = await house.reply(open, await house.send(open), 'Отказываем.');
  const { body: asked } = await house.get(`/requests/${open.id}`).expect(200);
  const outcomes = asked.demands.map(({ id }: { id: string }) => ({ demandId: id, outcome: 'refused_unreasoned' }));
  await house.post(`/requests/${open.id}/classification`, { messageId, outcomes }, open.version).expect(200);
  const rung = await rungOf(open, 'drafted');
  expect(rung).toMatchObject({ reason: 'refused_unreasoned', step: 'roskomnadzor' });

  // Not worth pursuing: nobody has to approve what will not go out.
  const closed = await house.post(`/escalations/${rung.id}/closure`, {}, rung.version).expect(200);
  expect(closed.body).toMatchObject({ stage: 'closed', approvedBy: null });
  const unapproved = `UPDATE escalations SET filed_by = prepared_by WHERE id = $1`;
  await expect(house.api.database.asAdmin(unapproved, [rung.id])).rejects.toThrow(/escalations_approved/);
});

test('where no office is certain the rung waits until a person has chosen one', async () => {
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
  await house.api.database.asAdmin(`UPDATE authorities SET region_code = '49' WHERE id = $1`, [house.schoolId]);
  const open = await overdueCase();
  const rung = await rungOf(open, 'opened');
  expect(rung.authorityId).toBeNull();
  const [office] = await house.api.database.asAdmin<{ id: string }>(
    `SELECT id FROM authorities WHERE kind = 'regulator'`,
  );
  await house.post(`/escalations/${rung.id}/route`, { authorityId: office?.id }, rung.version).expect(200);
  expect((await rungOf(open, 'drafted')).authorityId).toBe(office?.id);
});

test('channels are listed with their fitness and the reason in both languages', async () => {
  const { body } = await house.get('/escalations').expect(200);
  const advice = await house.get(`/escalations/${body.items[0].id as string}/channels`).expect(200);
  const mail = advice.body.items.find(({ channel }: { channel: string }) => channel === 'email_plain');
  expect(mail).toMatchObject({ fitness: 'unfit', reason: { ru: expect.stringContaining('30.03.2025') as string } });
  expect(advice.body.items[0].fitness).toBe('fit');
});

function filing() {
  return { channel: 'official_site_esia', filedOn: '2026-10-20', registrationNumber: '01-11/4711' };
}
