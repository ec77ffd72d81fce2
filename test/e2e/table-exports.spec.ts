import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import type { SignedIn } from '../support/api-server.ts';
import { CaseHouse } from '../support/case-house.ts';
import { ImportHouse, type ImportView } from '../support/import-house.ts';

let house: CaseHouse;
let admin: SignedIn;

beforeAll(async () => {
  house = await CaseHouse.build();
  admin = await house.api.signIn({ role: 'branch_admin', branchId: house.coordinator.branchId });
});
afterAll(() => house.close());

async function exported(kind: 'families' | 'schools', body: object): Promise<Buffer> {
  const order = await house.post(`/exports/${kind}`, body, undefined, admin).expect(202);
  for (let tries = 0; tries < 200; tries += 1) {
    const { body: view } = await house.get(`/exports/${order.body.id}`, admin).expect(200);
    if (view.status === 'done') break;
    await sleep(50);
  }
  const answer = await house
    .get(`/exports/${order.body.id}/content`, admin)
    .buffer(true)
    .parse((response, done) => {
      void buffer(response as unknown as AsyncIterable<Uint8Array>).then((bytes) => {
        done(null, bytes);
      });
    })
    .expect(200);
  return answer.body as Buffer;
}

const person = (surname: string, givenName: string, patronymic: string | null) => ({ surname, givenName, patronymic });

const FAMILY = {
  dataSource: 'guardian_document',
  guardians: [
    {
      ...{ relation: 'guardian', gender: 'female', name: person('Кругова-Ян', 'Нелли', null) },
      ...{
        phone: '8 (916) 123-45-67',
        email: 'Nelli@families.test',
        postalAddress: '=СУММ(A1), ул. «Кавычек; с» точкой',
      },
      identityDocument: {
        kind: 'passport',
        number: '92 04 654321',
        issuedOn: '2020-02-01',
        issuedBy: 'УВД, г. Казань',
      },
      caseForms: { genitive: 'Круговой-Ян Нелли', dative: null },
    },
    { relation: 'parent', name: person('Кругов', 'Пётр', 'Ильич'), postalAddress: 'Казань', otherParent: 'agrees' },
  ],
  children: [
    { name: person('Кругова', 'Аня', 'Петровна'), birthDate: '2016-05-04' },
    { name: person('Кругов', 'Олег', 'Петрович'), birthDate: '2012-12-31', gender: 'male' },
    { name: person('Кругов', 'Ян', 'Петрович'), birthDate: '2018-01-01' },
  ],
  mandate: { guardianIndex: 0, scope: 'represent', signedOn: '2026-01-10', expiresOn: '2027-01-10' },
};

/** What a family is, without what every record has of its own. */
function plain(family: Record<string, unknown>): unknown {
  const own = ['id', 'number', 'version', 'createdAt', 'updatedAt', 'guardianId', 'childId', 'contacts', 'keptUntil'];
  return JSON.parse(
    JSON.stringify(family, (key, value: unknown) => (own.includes(key) ? undefined : value)),
  ) as unknown;
}

test.each(['csv', 'xlsx'] as const)(
  'an exported %s gives the same families in another branch, field by field',
  async (format) => {
    const enrolled = FAMILY.children.map((child, index) =>
      index === 2
        ? child
        : { ...child, enrolment: { authorityId: house.schoolId, classLabel: `${3 + index} «Ё»`, from: '2025-09-01' } },
    );
    const made = await house.post('/families', { ...FAMILY, children: enrolled }).expect(201);
    const { body: before } = await house.get(`/families/${made.body.id}`).expect(200);
    const file = await exported('families', { format });
    if (format === 'csv') expect(file.toString('utf8')).not.toMatch(/(^|;)"?=/m);

    const other = await house.api.signIn({ role: 'branch_admin' });
    const base = `/v1/branches/${other.branchId}`;
    const call = (path: string) => request(house.api.server).get(`${base}${path}`).set(other.headers).expect(200);
    const uploaded = await request(house.api.server)
      .post(`${base}/imports?kind=families&source=guardian_form_import`)
      .set(other.headers)
      .attach('file', file, `Семьи.${format}`)
      .expect(201);
    const settled = async (): Promise<ImportView> => {
      for (;;) {
        const { body } = await call(`/imports/${uploaded.body.id}`);
        if (!['checking', 'running'].includes(body.status)) return body as ImportView;
        await sleep(50);
      }
    };
    const { tally } = await settled();
    expect(Object.keys(tally)).toEqual(['ok']);
    await request(house.api.server).post(`${base}/imports/${uploaded.body.id}/run`).set(other.headers).expect(202);
    await settled();
    const { body: list } = await call('/families?sort=-number&limit=50');
    const ids = (list.items as { id: string; initials: string }[]).filter(
      ({ initials }) => initials === before.initials || initials.startsWith('К.'),
    );
    const { body: after } = await call(`/families/${ids[0]?.id}`);
    expect(plain(after)).toEqual(plain(before));
  },
);

test('schools that were exported and are gone come back as they were', async () => {
  const school = {
    ...{ kind: 'school', regionCode: '16', shortName: 'Лицей № 77', fullName: 'МАОУ «Лицей № 77»' },
    ...{ inn: '7710474375', ogrn: '1047702026701', kpp: '165001001', postalAddress: '420000, Казань, +1' },
    head: { position: 'Директор', fullName: 'Белых Нина Сергеевна' },
    emails: [{ address: 'l77@school.test', source: 'сайт', observedOn: '2026-09-01' }],
  };
  const made = await house.post('/authorities', school).expect(201);
  const file = await exported('schools', { format: 'csv' });
  await house.api.database.asAdmin('DELETE FROM authority_emails WHERE authority_id = $1', [made.body.id]);
  await house.api.database.asAdmin('DELETE FROM authorities WHERE id = $1', [made.body.id]);
  const imports = new ImportHouse(house);
  const checked = await imports.checked('schools', file);
  const done = await imports.run(checked.id);
  expect(done.tally).toEqual({ created: 1, unchanged: 1 });
  const { body } = await house.get('/authorities?kind=school&name=77').expect(200);
  const { shortName, fullName, inn, ogrn, kpp, postalAddress, head, emails } = body.items[0];
  expect({ shortName, fullName, inn, ogrn, kpp, postalAddress }).toEqual({
    ...{ shortName: school.shortName, fullName: school.fullName, inn: school.inn, ogrn: school.ogrn },
    ...{ kpp: school.kpp, postalAddress: school.postalAddress },
  });
  expect(head).toMatchObject(school.head);
  expect(emails).toMatchObject([{ address: 'l77@school.test' }]);
});

test('a table is for who ordered it, and families need a fresh confirmation and the right', async () => {
  const order = await house.post('/exports/families', { format: 'json' }, undefined, admin).expect(202);
  await house.post('/exports/families', { format: 'json' }).expect(403);
  await house.get(`/exports/${order.body.id}`).expect(404);
  await house.get(`/exports/${order.body.id}/content`).expect(404);
  expect(JSON.parse((await exported('families', { format: 'json' })).toString('utf8'))).toContainEqual(
    expect.objectContaining({ 'guardian.surname': 'Кругова-Ян' }),
  );
});
