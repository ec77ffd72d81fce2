import { CaseHouse, DEMANDS } from '../support/case-house.ts';

let house: CaseHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
}, 60_000);

afterAll(async () => {
  await house.close();
});

test('a draft has a number that people can say, and each demand its own legal basis', async () => {
  const open = await house.openCase();
  const { body } = await house.get(`/requests/${open.id}`).expect(200);
  expect(body).toMatchObject({ caseNumber: 'КЗН-2026-000001', stage: 'draft', lateness: 'no_clock', nextDueOn: null });
  expect(body.demands.map((demand: { legalBasis: string }) => demand.legalBasis)).toEqual([
    '152-ФЗ ст. 9 ч. 2; ст. 21 ч. 5, 6',
    '152-ФЗ ст. 21 ч. 5.1',
    expect.stringContaining('152-ФЗ ст. 14'),
  ]);
});

test.each([
  [
    'an unknown system',
    { demands: [{ kind: 'stop_processing', systemCodes: ['my_school', 'nothing'] }] },
    'requests.system-unknown',
    '/demands/0/systemCodes/1',
  ],
  [
    'a child of strangers',
    { childIds: ['0199c2a4-7b1e-7cc2-9d0f-2a4b6c8d0e1f'] },
    'requests.child-not-in-family',
    '/childIds/0',
  ],
  [
    'a guardian of strangers',
    { guardianId: '0199c2a4-7b1e-7cc2-9d0f-2a4b6c8d0e1f' },
    'requests.guardian-not-in-family',
    '/guardianId',
  ],
])('opening is refused for %s, with the pointer to it', async (_, change, code, pointer) => {
  const open = await house.openCase();
  const { body: request } = await house.get(`/requests/${open.id}`).expect(200);
  const { familyId, guardianId, childIds, authorityId } = request;
  const demands = [{ kind: 'stop_processing', systemCodes: ['my_school'] }];
  const { body } = await house
    .post('/requests', { familyId, guardianId, childIds, authorityId, demands, ...change })
    .expect(422);
  expect(body).toMatchObject({ code, errors: [{ pointer }] });
});

test('a letter goes out only when it is typeset and signed, and to an address of the directory', async () => {
  const open = await house.openCase();
  const submit = (version: number, to = 'office@school5.test') =>
    house.post(`/requests/${open.id}/submission`, { to }, version);
  expect((await submit(open.version).expect(409)).body.code).toBe('requests.stage-forbids');
  const letter = await house.post(`/requests/${open.id}/letter`, {}, open.version).expect(201);
  expect(letter.body).toMatchObject({ pages: 2, doubtfulNames: [] });
  expect((await submit(letter.body.version as number).expect(409)).body.code).toBe('requests.signature-missing');
  open.version = letter.body.version as number;
  await house.prepare(open);
  expect((await submit(open.version, 'stranger@school.test').expect(422)).body.code).toBe('requests.address-unknown');
  expect((await submit(open.version - 1).expect(412)).body.code).toBe('http.version-mismatch');
  await submit(open.version).expect(202);
});

test('the clocks start when the server has the letter, start anew from the incoming number, and stop with the outcomes', async () => {
  const open = await house.openCase();
  await house.prepare(open);
  const replyTo = await house.send(open);
  const before = await house.get(`/requests/${open.id}/deadlines`).expect(200);
  expect(before.body.items).toHaveLength(DEMANDS.length);
  expect(before.body.items[0]).toMatchObject({ startEvent: 'server_accepted', startConfidence: 'U', status: 'armed' });
  const messageId = await house.reply(open, replyTo, 'вх. № 77');
  const waiting = await house.get(`/requests/${open.id}`).expect(200);
  expect(waiting.body).toMatchObject({ stage: 'submitted', lateness: 'in_time', nextDueOn: '2026-10-19' });

  const half = await house
    .post(`/requests/${open.id}/classification`, { messageId, incomingNumber: '77' }, open.version)
    .expect(422);
  expect(half.body).toMatchObject({ code: 'requests.receipt-incomplete', errors: [{ pointer: '/receivedOn' }] });
  const early = { messageId, incomingNumber: '77', receivedOn: '2026-10-01' };
  const impossible = await house.post(`/requests/${open.id}/classification`, early, open.version).expect(422);
  expect(impossible.body.code).toBe('requests.received-before-submission');

  const receipt = { messageId, incomingNumber: '77', receivedOn: '2026-10-05' };
  const received = await house.post(`/requests/${open.id}/classification`, receipt, open.version).expect(200);
  expect(received.body).toMatchObject({ stage: 'received', incomingNumber: '77', replyWaitingSince: null });
  const outcomes = received.body.demands.map(({ id }: { id: string }) => ({ demandId: id, outcome: 'complied' }));
  const answered = await house
    .post(`/requests/${open.id}/classification`, { messageId, outcomes }, received.body.version as number)
    .expect(200);
  expect(answered.body).toMatchObject({ stage: 'answered', lateness: 'settled' });
  const after = await house.get(`/requests/${open.id}/deadlines`).expect(200);
  const count = (status: string, startEvent: string) =>
    after.body.items.filter(
      (one: Record<string, unknown>) => one['status'] === status && one['startEvent'] === startEvent,
    ).length;
  expect([count('superseded', 'server_accepted'), count('met', 'incoming_number')]).toEqual([3, 3]);
  const closed = await house.post(`/requests/${open.id}/closure`, {}, answered.body.version as number).expect(200);
  expect(closed.body.stage).toBe('closed');
});

test('a message of another case cannot be classified here', async () => {
  const [one, other] = [await house.openCase(), await house.openCase()];
  for (const open of [one, other]) await house.prepare(open);
  const replyTo = await house.send(one);
  await house.send(other);
  const messageId = await house.reply(one, replyTo, 'ответ');
  const { body } = await house.post(`/requests/${other.id}/classification`, { messageId }, other.version).expect(422);
  expect(body).toMatchObject({ code: 'requests.message-unknown', errors: [{ pointer: '/messageId' }] });
});

test('100 submits at once are one submission', async () => {
  const open = await house.openCase();
  await house.prepare(open);
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      house
        .post(`/requests/${open.id}/submission`, { to: 'office@school5.test' }, open.version)
        .set('idempotency-key', `submit-${open.id}`),
    ),
  );
  const accepted = answers.filter(({ status }) => status === 202);
  expect(new Set(accepted.map(({ body }) => body.messageId as string)).size).toBe(1);
  expect(accepted.length).toBeGreaterThan(0);
  const [row] = await house.api.database.asAdmin<{ count: string }>(
    `SELECT count(*) FROM messages m JOIN threads t ON t.branch_id = m.branch_id AND t.id = m.thread_id WHERE t.subject_id = $1`,
    [open.id],
  );
  expect(row?.count).toBe('1');
});

test('a withdrawn request stops its clocks without a verdict', async () => {
  const open = await house.openCase();
  await house.prepare(open);
  await house.send(open);
  const { body } = await house.get(`/requests/${open.id}`).expect(200);
  await house.post(`/requests/${open.id}/withdrawal`, {}, body.version as number).expect(200);
  const clocks = await house.get(`/requests/${open.id}/deadlines`).expect(200);
  expect(new Set(clocks.body.items.map(({ status }: { status: string }) => status))).toEqual(new Set(['superseded']));
});

test('the list filters by stage, family and waiting replies, and its pages neither repeat nor skip', async () => {
  const open = await house.openCase();
  const own = await house.get(`/requests?familyId=${open.familyId}`).expect(200);
  expect(own.body.items.map(({ id }: { id: string }) => id)).toEqual([open.id]);
  const drafts = await house.get('/requests?stage=draft&stage=ready').expect(200);
  expect(drafts.body.items.every(({ stage }: { stage: string }) => ['draft', 'ready'].includes(stage))).toBe(true);
  const seen: string[] = [];
  let path = '/requests?sort=createdAt&limit=3';
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { body: { items: { id: string }[]; nextCursor: string | null } } = await house.get(path).expect(200);
    seen.push(...page.body.items.map(({ id }) => id));
    cursor = page.body.nextCursor;
    path = `/requests?sort=createdAt&limit=3&cursor=${cursor ?? ''}`;
  }
  const [row] = await house.api.database.asAdmin<{ count: string }>('SELECT count(*) FROM requests');
  expect([seen.length, new Set(seen).size]).toEqual([Number(row?.count), Number(row?.count)]);
});

test('a request to a merged school warns and offers its successor, and a person may confirm the former one', async () => {
  const open = await house.openCase();
  const { familyId, guardianId, childIds } = (await house.get(`/requests/${open.id}`).expect(200)).body;
  const school = async (shortName: string): Promise<{ id: string }> => {
    const facts = { kind: 'school', regionCode: '16', shortName, fullName: shortName, postalAddress: 'Казань' };
    return (await house.post('/authorities', facts).expect(201)).body;
  };
  const [former, between, last] = [await school('Школа № 5'), await school('Школа № 6'), await school('Центр № 7')];
  const demands = [{ kind: 'stop_processing', systemCodes: ['my_school'] }];
  const to = (authorityId: string, more: object = {}) =>
    house.post('/requests', { familyId, guardianId, childIds, authorityId, demands, ...more });
  const step = (from: string, successorId: string, effectiveOn: string) =>
    house
      .post(`/authorities/${from}/succession`, { successorId, kind: 'joined', effectiveOn, source: 'Приказ' })
      .expect(201);
  await step(former.id, between.id, '2026-09-01');
  await step(between.id, last.id, '2099-01-01');
  const warned = await to(former.id).expect(409);
  expect(warned.body).toMatchObject({ code: 'requests.addressee-succeeded', errors: [{ pointer: '/authorityId' }] });
  expect(warned.body.detail).toContain(`Школа № 6 (${between.id})`);
  await to(between.id).expect(201);
  await to(former.id, { addresseeConfirmed: true }).expect(201);
  await house.api.database.asAdmin(`UPDATE authorities SET status = 'closed' WHERE id = $1`, [last.id]);
  expect((await to(last.id).expect(409)).body.code).toBe('requests.addressee-closed');
});
