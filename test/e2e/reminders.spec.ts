import { newId } from '#kernel';
import type { SignedIn } from '../support/api-server.ts';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';
import { eventually } from '../support/correspondence-house.ts';

let house: CaseHouse;
let volunteer: SignedIn;
let bystander: SignedIn;
let first: OpenCase;
let answered: OpenCase;

interface Told {
  readonly id: string;
  readonly deadlineId: string;
  readonly caseNumber: string;
  readonly subjectId: string;
  readonly dueOn: string;
  readonly days: number;
  readonly collapsed: number;
}

const told = async (who?: SignedIn, filter = 'limit=100'): Promise<Told[]> => {
  const { body } = await house.get(`/me/notifications?${filter}`, who).expect(200);
  return body.items as Told[];
};

/** Of the ten working days to stop processing, as the first case has them. */
const ofTheTenth = (all: readonly Told[]) => all.filter(({ dueOn }) => dueOn === '2025-11-10');

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2025-10-24T07:00:00Z'));
  const { branchId } = house.coordinator;
  volunteer = await house.api.signIn({ role: 'volunteer', branchId });
  bystander = await house.api.signIn({ role: 'coordinator', branchId });
  for (let index = 0; index < 2; index += 1) {
    const open = await house.openCase();
    await house.prepare(open);
    await house.send(open);
    if (index === 0) first = open;
    else answered = open;
  }
  await house.api.database.asAdmin(
    `INSERT INTO family_assignments (branch_id, id, family_id, person_id, reason_sealed, assigned_by)
      VALUES ($1, $2, $3, $4, '', $5)`,
    [branchId, newId(), first.familyId, volunteer.id, house.coordinator.id],
  );
  await house.api.database.asAdmin(
    `UPDATE deadlines SET status = 'met', settled_at = app_now() WHERE subject_id = $1`,
    [answered.id],
  );
}, 120_000);

afterAll(async () => {
  await house.close();
});

test('three days before the date, at nine in its zone, who works the case is told; a met deadline is silent', async () => {
  await house.moveClockTo(new Date('2025-11-07T05:58:00Z'));
  expect(await told()).toEqual([]);
  await house.moveClockTo(new Date('2025-11-07T06:00:30Z'));
  const mine = await eventually(async () => {
    const all = ofTheTenth(await told());
    // Two demands run out on that day, and each is told by a job of its own.
    return all.length === 2 ? all : undefined;
  }, 'both reminders');
  expect(mine[0]).toMatchObject({ caseNumber: first.caseNumber, subjectId: first.id, days: -3, collapsed: 1 });
  const idsOf = (all: readonly Told[]) => all.map(({ deadlineId }) => deadlineId).sort();
  expect(idsOf(ofTheTenth(await told(volunteer)))).toEqual(idsOf(mine));
  expect(await told(bystander)).toEqual([]);
  expect((await told()).filter(({ subjectId }) => subjectId === answered.id)).toEqual([]);
}, 60_000);

test('reminders that passed during an outage are one, and what was read is not unread', async () => {
  const before = ofTheTenth(await told());
  await house.moveClockTo(new Date('2025-11-12T07:00:00Z'));
  const after = await eventually(async () => {
    const all = ofTheTenth(await told());
    return all.length >= before.length * 2 ? all : undefined;
  }, 'the collapsed reminder');
  expect(after).toHaveLength(before.length * 2);
  const late = after.filter(({ days }) => days !== -3);
  expect(late.every(({ days, collapsed }) => days === 1 && collapsed === 2)).toBe(true);

  const ids = (await told()).map(({ id }) => id);
  const { body: foreign } = await house.post('/me/notifications/read', { ids }, undefined, bystander).expect(200);
  expect(foreign).toEqual({ read: 0 });
  const { body } = await house.post('/me/notifications/read', { ids }).expect(200);
  expect(body).toEqual({ read: ids.length });
  expect(await told(undefined, 'unread=true')).toEqual([]);
}, 60_000);

test('whoever lost the family sees none of what they were told about it', async () => {
  expect((await told(volunteer)).length).toBeGreaterThan(0);
  await house.api.database.asAdmin('UPDATE family_assignments SET ended_at = app_now() WHERE person_id = $1', [
    volunteer.id,
  ]);
  expect(await told(volunteer)).toEqual([]);
});
