import request from 'supertest';
import type { SignedIn } from '../support/api-server.ts';
import { CaseHouse } from '../support/case-house.ts';
import { eventually, PDF } from '../support/correspondence-house.ts';

let house: CaseHouse;
let colleague: SignedIn;

beforeAll(async () => {
  house = await CaseHouse.build();
  colleague = await house.api.signIn({ role: 'lawyer', branchId: house.coordinator.branchId });
}, 60_000);
afterEach(() => house.api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`));
afterAll(() => house.close());

const versionOf = async (id: string): Promise<number> =>
  (await house.get(`/families/${id}`).expect(200)).body.version as number;

const settled = () =>
  eventually(async () => {
    const rows = await house.api.database.asAdmin('SELECT 1 FROM vault_key_heirs WHERE ended_at IS NULL');
    return rows.length === 0 ? true : undefined;
  }, 'the boxes to be sealed again');

async function merge(into: string, merged: string, who = house.coordinator) {
  const body = { mergedId: merged, mergedVersion: await versionOf(merged) };
  return house.post(`/families/${into}/merges`, body, await versionOf(into), who);
}

async function upload(familyId: string): Promise<string> {
  const { body } = await request(house.api.server)
    .post(`/v1/branches/${house.coordinator.branchId}/families/${familyId}/files?purpose=other`)
    .set(house.coordinator.headers)
    .attach('file', PDF, 'справка.pdf')
    .expect(201);
  return body.id as string;
}

test('a merge loses no request, letter, file or note; its undo brings back what was moved, edited or answered since', async () => {
  const [kept, gone] = [await house.openCase(), await house.openCase()];
  await house.prepare(gone);
  const replyTo = await house.send(gone);
  const [before, file] = [
    (await house.get(`/families/${gone.familyId}`).expect(200)).body,
    await upload(gone.familyId),
  ];
  const secret = { text: 'только для автора', visibility: 'author' };
  const note = (await house.post(`/families/${gone.familyId}/notes`, secret, undefined, colleague).expect(201)).body;
  const volunteer = await house.api.signIn({ role: 'volunteer', branchId: house.coordinator.branchId });
  await house
    .post(`/families/${gone.familyId}/assignments`, { personId: volunteer.id, reason: 'Помогает' })
    .expect(201);

  const preview = (await house.get(`/families/${kept.familyId}/merge-preview?merged=${gone.familyId}`).expect(200))
    .body;
  expect(preview).toMatchObject({ blockedBy: null });
  expect(preview.moves).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ table: 'requests', rows: 1 }),
      expect.objectContaining({ table: 'letters', rows: 1 }),
    ]),
  );
  expect(preview.collisions.map(({ kind }: { kind: string }) => kind)).toEqual(['child', 'open-request']);

  const merged = await merge(kept.familyId, gone.familyId);
  expect(merged.status).toBe(201);
  const pointer = await house.get(`/families/${gone.familyId}`).expect(410);
  expect(pointer.body.code).toBe('families.merged');
  expect(pointer.headers['link']).toContain(kept.familyId);
  await house.get(`/families/${gone.familyId}`, volunteer).expect(410);
  const whole = (await house.get(`/families/${kept.familyId}`, volunteer).expect(200)).body;
  expect(whole.children).toHaveLength(2);
  await house.post(`/families/${gone.familyId}/notes`, { text: 'поздно' }).expect(410);
  const list = (await house.get('/families').expect(200)).body.items as { id: string }[];
  expect(list.map(({ id }) => id)).not.toContain(gone.familyId);

  const tokens = () =>
    house.api.database.asAdmin('SELECT 1 FROM family_search_tokens WHERE family_id = $1', [gone.familyId]);
  expect(await tokens()).toEqual([]);
  // At once, under the other family's key still, and after it was sealed again.
  for (const look of ['before', 'after']) {
    const mine = (await house.get(`/families/${kept.familyId}/notes`, colleague).expect(200)).body.items;
    expect([look, mine]).toEqual([look, [expect.objectContaining({ id: note.id, text: secret.text })]]);
    await house.get(`/files/${file}/content`).expect(200);
    expect((await house.get(`/requests/${gone.id}`).expect(200)).body).toMatchObject({ familyId: kept.familyId });
    await settled();
  }
  expect((await house.get(`/families/${kept.familyId}/notes`).expect(200)).body.items).toEqual([]);

  // Life goes on: an answer comes to the letter, a guardian moves, a child is added.
  const answer = await house.reply(gone, replyTo, 'Ответ школы');
  const edited = { guardians: [{ id: before.guardians[0].id, postalAddress: 'г. Казань, ул. Новая, д. 2' }] };
  await request(house.api.server)
    .patch(`/v1/branches/${house.coordinator.branchId}/families/${kept.familyId}`)
    .set(house.coordinator.headers)
    .set('if-match', `"${await versionOf(kept.familyId)}"`)
    .send(edited)
    .expect(200);
  const child = { name: { surname: 'Петров', givenName: 'Лев', patronymic: 'Олегович' }, birthDate: '2018-01-01' };
  const added = (await house.post(`/families/${kept.familyId}/children`, child).expect(201)).body.id as string;

  const path = `/families/${kept.familyId}/merges/${merged.body.id as string}`;
  const { later } = (await house.get(`${path}/undo-preview`).expect(200)).body;
  expect(later).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'child', id: added })]));
  const both = await Promise.all([house.post(`${path}/undo`), house.post(`${path}/undo`, {}, undefined, colleague)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);

  for (const look of ['before', 'after']) {
    const back = (await house.get(`/families/${gone.familyId}`).expect(200)).body;
    expect([look, back]).toMatchObject([
      look,
      {
        status: 'open',
        guardians: [{ id: before.guardians[0].id, postalAddress: 'г. Казань, ул. Новая, д. 2' }],
        children: [{ id: before.children[0].id }],
      },
    ]);
    await house.get(`/messages/${answer}/raw`).expect(200);
    expect((await house.get(`/messages/${answer}`).expect(200)).body.familyId ?? gone.familyId).toBe(gone.familyId);
    await house.get(`/files/${file}/content`).expect(200);
    expect((await house.get(`/families/${gone.familyId}/notes`, colleague)).body.items).toHaveLength(1);
    await settled();
  }
  expect(await tokens()).not.toEqual([]);
  const left = (await house.get(`/families/${kept.familyId}`).expect(200)).body;
  expect(left.children.map(({ id }: { id: string }) => id)).toContain(added);
  expect(left.children).toHaveLength(2);
  await house.get(`/families/${kept.familyId}`, volunteer).expect(404);
  const strays = await house.api.database.asAdmin(
    `SELECT 1 FROM messages m JOIN threads t ON t.id = m.thread_id WHERE t.family_id <> m.family_id`,
  );
  expect(strays).toEqual([]);
}, 90_000);

test('of two people who merge at once one wins, whichever way round', async () => {
  const [one, two] = [await house.openCase(), await house.openCase()];
  const versions = { [one.familyId]: await versionOf(one.familyId), [two.familyId]: await versionOf(two.familyId) };
  const attempt = (into: string, merged: string, who: SignedIn) =>
    house.post(`/families/${into}/merges`, { mergedId: merged, mergedVersion: versions[merged] }, versions[into], who);
  const answers = await Promise.all([
    attempt(one.familyId, two.familyId, house.coordinator),
    attempt(two.familyId, one.familyId, colleague),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const rows = await house.api.database.asAdmin<{ family: string }>(
    'SELECT DISTINCT family_id AS family FROM requests WHERE id = ANY ($1::uuid[])',
    [[one.id, two.id]],
  );
  expect(rows).toHaveLength(1);
  await settled();
}, 60_000);

test('what joins both families, a seal on one of them, or thirty days stand in the way', async () => {
  const [kept, gone] = [await house.openCase(), await house.openCase()];
  await house.post(`/families/${gone.familyId}/seal`, { reason: 'Защищённый адрес' }, undefined, colleague).expect(201);
  const body = { mergedId: gone.familyId, mergedVersion: 1 };
  expect((await house.post(`/families/${kept.familyId}/merges`, body, 1)).status).toBe(404);
  const differs = await house.post(`/families/${kept.familyId}/merges`, body, 1, colleague).expect(409);
  expect(differs.body.code).toBe('families.merge-seal-differs');
  await request(house.api.server)
    .delete(`/v1/branches/${house.coordinator.branchId}/families/${gone.familyId}/seal`)
    .set(colleague.headers)
    .expect(204);
  const stale = await house.post(`/families/${kept.familyId}/merges`, { ...body, mergedVersion: 99 }, 1);
  expect(stale.status).toBe(412);
  const moved = (await house.get(`/families/${gone.familyId}`).expect(200)).body;
  const merged = await merge(kept.familyId, gone.familyId);
  await settled();
  const own = (await house.get(`/families/${kept.familyId}`).expect(200)).body;
  const mixed = await house.post('/requests', {
    ...{ familyId: kept.familyId, guardianId: own.guardians[0].id, authorityId: house.schoolId },
    ...{ childIds: [moved.children[0].id], demands: [{ kind: 'stop_processing', systemCodes: ['my_school'] }] },
  });
  expect(mixed.status).toBe(201);
  const undo = `/families/${kept.familyId}/merges/${merged.body.id as string}/undo`;
  expect((await house.post(undo).expect(409)).body.code).toBe('families.merge-mixed');
  expect((await house.get(`/families/${gone.familyId}`)).status).toBe(410);
  await house.moveClockTo(new Date(Date.now() + 31 * 86_400_000));
  const again = await house.api.signIn({ role: 'coordinator', branchId: house.coordinator.branchId });
  expect((await house.post(undo, {}, undefined, again).expect(409)).body.code).toBe('families.merge-too-late');
}, 60_000);
