import { type SignedIn } from '../support/api-server.ts';
import { CaseHouse } from '../support/case-house.ts';
import { eventually } from '../support/correspondence-house.ts';

let house: CaseHouse;
let admin: SignedIn;

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
  admin = await house.api.signIn({ role: 'branch_admin', branchId: house.coordinator.branchId });
}, 60_000);

afterAll(async () => {
  await house.close();
});

const breach = { nature: 'accidental_transfer', dataCategories: ['names', 'children'], subjects: 12 };

test('a breach starts 24 and 72 hours, told by the branch’s own clock, and what passes is said once', async () => {
  const detectedAt = '2026-10-05T06:30:00.000Z';
  const later = await house
    .post('/incidents', { ...breach, detectedAt: '2027-01-01T00:00:00Z' }, undefined, admin)
    .expect(422);
  expect(later.body.code).toBe('requests.incident-in-future');
  await house.post('/incidents', { ...breach, detectedAt }).expect(403);
  const { body } = await house.post('/incidents', { ...breach, detectedAt }, undefined, admin).expect(201);
  expect(body.duties).toMatchObject([
    { kind: 'breach_notice', familyId: null, deadline: { ruleId: 'breach24h', dueAt: '2026-10-06T06:30:00.000Z' } },
    { kind: 'breach_investigation', deadline: { ruleId: 'breach72h', dueAt: '2026-10-08T06:30:00.000Z' } },
  ]);
  expect(body.duties[0].deadline.explanation.ru[0]).toBe('Инцидент выявлен 05.10.2026 в 09:30.');
  const [notice, investigation] = body.duties as { id: string; version: number }[];
  const done = await house.post(`/duties/${notice?.id ?? ''}/completion`, {}, notice?.version, admin).expect(200);
  expect(done.body).toMatchObject({ deadline: { status: 'met' }, version: 2 });
  await house.post(`/duties/${notice?.id ?? ''}/completion`, {}, 2, admin).expect(409);

  await house.moveClockTo(new Date('2026-10-08T06:30:30Z'));
  const missed = await eventually(async () => {
    const { body: page } = await house.get('/duties?open=true', admin).expect(200);
    return page.items[0]?.deadline.status === 'passed' ? page : undefined;
  }, 'the missed duty to be told');
  expect(missed.items).toHaveLength(1);
  expect(missed.items[0]).toMatchObject({ id: investigation?.id, kind: 'breach_investigation' });
}, 60_000);

test('a consent to our own processing that is taken back is a duty of thirty days', async () => {
  const open = await house.openCase();
  const family = await house.get(`/families/${open.familyId}`, admin).expect(200);
  const consent = {
    ...{ guardianId: family.body.guardians[0].id, purpose: 'case_work', how: 'paper', textVersion: '2026-1' },
    givenOn: '2026-10-01',
  };
  const given = await house
    .post(`/families/${open.familyId}/processing-consents`, consent, undefined, admin)
    .expect(201);
  await house
    .post(
      `/families/${open.familyId}/processing-consents/${given.body.id as string}/withdrawal`,
      { withdrawnOn: '2026-10-05' },
      undefined,
      admin,
    )
    .expect(200);
  const duty = await eventually(async () => {
    const { body } = await house.get('/duties?kind=consent_withdrawn', admin).expect(200);
    return body.items[0];
  }, 'the duty to be opened');
  expect(duty).toMatchObject({
    ...{ familyId: open.familyId, consentId: given.body.id, doneAt: null },
    deadline: { ruleId: 'withdraw30d', startedOn: '2026-10-05', dueOn: '2026-11-05', status: 'armed' },
  });
  // Thirty days end on a holiday: the day of the consent follows the clock.
  const { body: whole } = await house.get(`/families/${open.familyId}`, admin).expect(200);
  expect(whole.processingConsents).toMatchObject([{ id: given.body.id, destroyBy: '2026-11-05' }]);
}, 60_000);
