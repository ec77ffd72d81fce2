import { newId } from '#kernel';
import { CaseHouse } from '../support/case-house.ts';

let house: CaseHouse;
const MINISTRY = 'state_operator:Минцифры России';

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
}, 60_000);

afterAll(async () => {
  await house.close();
});

async function wishOf(systemCodes: string[]) {
  const open = await house.openCase();
  const { body } = await house.get(`/requests/${open.id}`).expect(200);
  const { familyId, guardianId, childIds } = body;
  return { familyId: familyId as string, wish: { guardianId, childIds, systemCodes } };
}

test('"out of these systems" becomes one draft per operator, once the consequences were acknowledged', async () => {
  const { familyId, wish } = await wishOf(['epgu', 'esia', 'school_site']);
  const ministry = newId();
  await house.api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
      VALUES ($1, 'operator', '16', 'Минцифры России', 'Министерство цифрового развития', 'г. Москва', 'Europe/Moscow')`,
    [ministry],
  );
  const { body: plan } = await house.post(`/families/${familyId}/plan`, wish).expect(200);
  expect(plan.requests.map(({ key }: { key: string }) => key)).toEqual([MINISTRY, `school:${house.schoolId}`]);
  expect(plan.requests[0].suggestions).toEqual([expect.objectContaining({ authorityId: ministry })]);
  expect(plan.requests[1].suggestions).toEqual([expect.objectContaining({ authorityId: house.schoolId })]);
  expect(plan.requests[0].cannot.ru).toMatch(/школа/u);
  expect(plan.consequences.map(({ code }: { code: string }) => code)).toEqual(['admission', 'other_grounds']);
  expect(plan.running).toHaveLength(1);

  const addressees = [
    { key: MINISTRY, authorityId: ministry },
    { key: `school:${house.schoolId}`, authorityId: house.schoolId },
  ];
  const draft = (change: object) =>
    house.post(`/families/${familyId}/plan/requests`, {
      ...wish,
      addressees,
      acknowledgement: { digest: plan.digest, on: '2026-10-05' },
      ...change,
    });
  const gap = await draft({ addressees: addressees.slice(0, 1) }).expect(422);
  expect(gap.body).toMatchObject({ code: 'requests.plan-incomplete', errors: [{ pointer: '/addressees' }] });
  const stale = await draft({ systemCodes: ['epgu'] }).expect(409);
  expect(stale.body.code).toBe('requests.plan-changed');
  const before = await house.get('/requests?limit=100').expect(200);
  const drafted = await draft({}).expect(201);
  expect(drafted.body.items.map(({ authorityId }: { authorityId: string }) => authorityId)).toEqual([
    ministry,
    house.schoolId,
  ]);
  expect(drafted.body.items[0].demands[0]).toMatchObject({ systemCodes: ['epgu', 'esia'], outcome: null });
  const after = await house.get('/requests?limit=100').expect(200);
  expect(after.body.items).toHaveLength((before.body.items as unknown[]).length + 2);
});

test('a plan of strangers and of unknown systems is refused with the pointer', async () => {
  const { familyId, wish } = await wishOf(['epgu']);
  const unknown = await house
    .post(`/families/${familyId}/plan`, { ...wish, systemCodes: ['epgu', 'nothing'] })
    .expect(422);
  expect(unknown.body).toMatchObject({ code: 'requests.system-unknown', errors: [{ pointer: '/systemCodes/1' }] });
  const stranger = await house.post(`/families/${familyId}/plan`, { ...wish, childIds: [newId()] }).expect(422);
  expect(stranger.body).toMatchObject({ code: 'requests.child-not-in-family', errors: [{ pointer: '/childIds/0' }] });
});

test('a disputed claim stands in the letter only when the applicant chose it', async () => {
  const clauses = await house.get('/contested-clauses').expect(200);
  expect(clauses.body.items.length).toBeGreaterThan(2);
  const open = await house.openCase();
  const refused = await house.post(`/requests/${open.id}/letter`, { clauses: ['nothing'] }, open.version).expect(422);
  expect(refused.body.code).toBe('requests.clause-unknown');
  const plain = await house.post(`/requests/${open.id}/letter`, {}, open.version).expect(201);
  const chosen = await house
    .post(`/requests/${open.id}/letter`, { clauses: ['paper_alternative'] }, plain.body.version as number)
    .expect(201);
  expect(chosen.body.sha256).not.toBe(plain.body.sha256);
});
