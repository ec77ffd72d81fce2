import { CaseHouse } from '../support/case-house.ts';
import { eventually } from '../support/correspondence-house.ts';
import { ImportHouse, type ImportView } from '../support/import-house.ts';

let house: CaseHouse;
let imports: ImportHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
  imports = new ImportHouse(house);
});
afterAll(() => house.close());

const HEAD = 'ФИО представителя;Телефон;Почтовый адрес;ФИО ребёнка;Дата рождения;Класс;Школа';
const table = (...rows: string[]) => [HEAD, ...rows].join('\r\n');
const row = (given: { surname: string; phone?: string; child?: string; born?: string; school?: string }) => {
  const { surname, phone = '', child = `${surname} Илья Олегович`, born = '05.05.2015', school = 'СОШ № 5' } = given;
  return `${surname}а Анна Игоревна;${phone};г. Казань, ул. ${surname}ская, д. 1;${child};${born};3А;${school}`;
};

test('families come in: guessed, checked, run; children of one guardian become one family', async () => {
  const before = await house.get('/families?limit=200').expect(200);
  const file = table(
    row({ surname: 'Первов', phone: '8 (900) 000-01-01' }),
    row({ surname: 'Первов', phone: '+7 900 000 01 01', child: 'Первова Вера Олеговна', born: '2017-02-01' }),
    row({ surname: 'Второв', born: '' }),
    row({ surname: 'Третьев', school: 'Школа, которой нет' }),
  );
  const checked = await imports.checked('families', file);
  expect(checked).toMatchObject({ status: 'ready', rowsTotal: 4, tally: { ok: 2, bad: 1, doubt: 1 } });
  expect(await imports.lines(checked.id, '&result=bad')).toMatchObject([
    { line: 4, reasons: ['child.birthDate:required'], cells: { 'guardian.fullName': 'Второва Анна Игоревна' } },
  ]);

  const done = await imports.run(checked.id);
  expect(done).toMatchObject({ status: 'done', tally: { created: 2, bad: 1, doubt: 1 } });
  const after = await house.get('/families?limit=200').expect(200);
  const made = after.body.items.filter(
    ({ id }: { id: string }) => !before.body.items.some((one: { id: string }) => one.id === id),
  );
  expect(made).toMatchObject([{ initials: 'П. А. И.', childrenCount: 2 }]);
  const { body: family } = await house.get(`/families/${made[0].id}`).expect(200);
  expect(family.guardians).toMatchObject([{ phone: '+79000000101', name: { surname: 'Первова' } }]);
  expect(family.children[1].enrolments).toMatchObject([{ authorityId: house.schoolId, classLabel: '3 «А»' }]);
});

test('a school that is not certain is decided about once, and a second run takes the rows that waited for it', async () => {
  const file = table(row({ surname: 'Школьников', school: 'Пятая' }), row({ surname: 'Учеников', school: 'Пятая' }));
  const checked = await imports.checked('families', file);
  expect(checked.tally).toEqual({ doubt: 2 });
  const { body } = await house.get(`/imports/${checked.id}/schools?decision=unknown`).expect(200);
  expect(body.items).toMatchObject([{ name: 'Пятая', rows: 2, decision: 'unknown' }]);
  expect((await imports.run(checked.id)).tally).toEqual({ doubt: 2 });
  await house
    .post(`/imports/${checked.id}/schools/${body.items[0].id}/choice`, { authorityId: house.schoolId })
    .expect(200);
  expect((await imports.run(checked.id)).tally).toEqual({ created: 2 });
});

test('the same file again changes nothing; a file that says something else is told about, not obeyed', async () => {
  const first = row({ surname: 'Повторов', phone: '+7 900 000-02-02' });
  await imports.run((await imports.checked('families', table(first))).id);
  const again = await imports.checked('families', table(first));
  expect(again.tally).toEqual({ known: 1 });
  expect((await imports.run(again.id)).tally).toEqual({ unchanged: 1 });

  const other = row({ surname: 'Повторов', phone: '+7 900 000-02-03' });
  const differs = await imports.checked('families', table(other));
  expect((await imports.run(differs.id)).tally).toEqual({ conflict: 1 });
  expect(await imports.lines(differs.id)).toMatchObject([{ reasons: ['row:phone-differs'] }]);

  const sister = row({
    surname: 'Повторов',
    phone: '+7 900 000-02-02',
    child: 'Повторова Майя Олеговна',
    born: '01.03.2018',
  });
  const more = await imports.checked('families', table(sister));
  expect((await imports.run(more.id)).tally).toEqual({ updated: 1 });
});

test('two clicks are one run, and who has no right or states no source gets in nothing', async () => {
  const checked = await imports.checked('families', table(row({ surname: 'Двойнов' })));
  const clicks = await Promise.all([1, 2, 3].map(() => house.post(`/imports/${checked.id}/run`)));
  expect(clicks.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect((await imports.settled(checked.id)).tally).toEqual({ created: 1 });
  const jobs = await house.api.database.asAdmin<{ count: string }>(
    `SELECT count(*) FROM outbox WHERE job = 'imports.run' AND payload ->> 'importId' = $1`,
    [checked.id],
  );
  expect(jobs).toEqual([{ count: '1' }]);

  await imports.upload('families', '', 'а;б').expect(422);
  const { body } = await imports.upload('families', 'licence_registry', 'а;б').expect(422);
  expect(body.code).toBe('imports.source-does-not-fit');
  const volunteer = await house.api.signIn({ role: 'volunteer', branchId: house.coordinator.branchId });
  await imports.upload('families', 'guardian_in_person', 'а;б', 'файл.csv', volunteer).expect(403);
});

test('an undo takes back what nobody touched, and says line by line what it left and why', async () => {
  const file = table(row({ surname: 'Снятов' }), row({ surname: 'Тронутов' }), row({ surname: 'Занятов' }));
  const done = await imports.run((await imports.checked('families', file)).id);
  expect(done.tally).toEqual({ created: 3 });
  const { body } = await house.get('/families?sort=-number&limit=3').expect(200);
  const byInitial = (letter: string) =>
    body.items.find(({ initials }: { initials: string }) => initials.startsWith(letter)).id as string;
  const touched = await house.get(`/families/${byInitial('Т')}`).expect(200);
  await house
    .post(`/families/${touched.body.id}/children`, {
      name: { surname: 'Новый', givenName: 'Пётр', patronymic: 'Ильич' },
      birthDate: '2019-01-01',
    })
    .expect(201);
  const used = await house.get(`/families/${byInitial('З')}`).expect(200);
  await house
    .post('/requests', {
      ...{ familyId: used.body.id, guardianId: used.body.guardians[0].id, childIds: [used.body.children[0].id] },
      ...{ authorityId: house.schoolId, demands: [{ kind: 'stop_processing', systemCodes: ['my_school'] }] },
    })
    .expect(201);

  const undone = await imports.undo(done.id);
  expect(undone).toMatchObject({ status: 'undone', tally: { 'undo-removed': 1, 'undo-touched': 1, 'undo-in-use': 1 } });
  await house.get(`/families/${byInitial('С')}`).expect(404);
  await house.get(`/families/${byInitial('З')}`).expect(200);
  const result = await house.get(`/imports/${done.id}/result.csv`).expect(200);
  expect(result.text).toContain('удалена');
  expect(result.text).toContain('оставлена: на неё ссылаются');
});

test('progress is told as events that end with the import', async () => {
  const checked = await imports.checked('families', table(row({ surname: 'Событиев' })));
  await house.post(`/imports/${checked.id}/run`).expect(202);
  const stream = await house
    .get(`/imports/${checked.id}/events`)
    .expect(200)
    .expect('content-type', /text\/event-stream/);
  expect(stream.text).toMatch(/event: progress\ndata: \{.*"status":"done".*\}\n\nevent: end\n/s);
  const id = /^id: (.+)$/m.exec(stream.text.split('\n\n').at(-3) ?? '')?.[1] ?? '';
  const later = await house.get(`/imports/${checked.id}/events`).set('last-event-id', id).expect(200);
  expect(later.text).not.toContain('event: progress');
});

test('an imported family has the very indexes and tokens of one that was recorded by hand', async () => {
  const made = await house
    .post('/families', {
      dataSource: 'guardian_form_import',
      guardians: [
        {
          ...{ relation: 'parent', name: { surname: 'Рукописная', givenName: 'Алёна', patronymic: 'Ильинична' } },
          ...{ phone: '+79000007788', email: 'hand@families.test', postalAddress: 'Казань, ул. Ручная, д. 1' },
        },
      ],
      children: [
        {
          name: { surname: 'Рукописный', givenName: 'Пётр', patronymic: 'Олегович' },
          birthDate: '2015-05-05',
          enrolment: { authorityId: house.schoolId, classLabel: '3 «А»', from: '2026-09-01' },
        },
      ],
    })
    .expect(201);
  const byHand = await rowsOf(made.body.id as string);
  for (const table of ['family_search_tokens', 'enrolments', 'children', 'guardians']) {
    await house.api.database.asAdmin(`DELETE FROM ${table} WHERE family_id = $1`, [made.body.id]);
  }
  await house.api.database.asAdmin('DELETE FROM families WHERE id = $1', [made.body.id]);

  const head = 'ФИО представителя;Телефон;E-mail;Почтовый адрес;ФИО ребёнка;Дата рождения;Класс;Школа;Учится с';
  const line =
    'Рукописная Алёна Ильинична;8 900 000-77-88;Hand@families.test;Казань, ул. Ручная, д. 1;Рукописный Пётр Олегович;05.05.2015;3А;СОШ № 5;01.09.2026';
  const done = await imports.run((await imports.checked('families', `${head}\n${line}\n`)).id);
  expect(done.tally).toEqual({ created: 1 });
  const { body } = await house.get('/families?sort=-number&limit=1').expect(200);
  expect(await rowsOf(body.items[0].id as string)).toEqual(byHand);
  const logged = await house.api.database.asAdmin<{ count: string }>(
    `SELECT count(*) FROM audit_entries WHERE action = 'families.create' AND family_id = $1`,
    [body.items[0].id],
  );
  expect(logged).toEqual([{ count: '1' }]);
});

test('a file goes when a family of it is erased, and when its time is over; the totals stay', async () => {
  const done = await imports.run((await imports.checked('families', table(row({ surname: 'Стёртов' })))).id);
  const { body } = await house.get('/families?sort=-number&limit=1').expect(200);
  const admin = await house.api.signIn({ role: 'branch_admin', branchId: house.coordinator.branchId });
  const order = { reason: 'отзыв согласия', requestedBy: 'guardian' };
  await house.post(`/families/${body.items[0].id}/erasure`, order, undefined, admin).expect(202);
  const view = await eventually(async () => {
    const { body: found } = await house.get(`/imports/${done.id}`).expect(200);
    return found.destroyedAt === null ? undefined : (found as ImportView);
  }, 'the file to be destroyed');
  expect(view).toMatchObject({ settings: null, tally: { created: 1 } });
  expect((await house.get(`/imports/${done.id}/preview`)).body.code).toBe('imports.destroyed');
  await house.get(`/imports/${done.id}/result.csv`).expect(410);

  const other = await imports.checked('families', table(row({ surname: 'Срочный' })));
  await house.api.database.asAdmin(`UPDATE clock_shift SET shift = interval '31 days'`);
  await eventually(async () => {
    const rows = await house.api.database.asAdmin<{ gone: boolean }>(
      'SELECT destroyed_at IS NOT NULL AS gone FROM imports WHERE id = $1',
      [other.id],
    );
    return rows[0]?.gone === true || undefined;
  }, 'the file to be destroyed when its time is over');
});

/** What stands in the open about a family, in every table, without ids, numbers, times and what is sealed. */
async function rowsOf(familyId: string): Promise<Record<string, object[]>> {
  const own = `- 'id' - 'family_id' - 'child_id' - 'guardian_id' - 'number' - 'created_at' - 'created_by' - 'branch_id'
    - 'numbers_since' - 'personal_sealed' - 'initials_sealed'`;
  const read = async (table: string, column = 'family_id') =>
    house.api.database.asAdmin<object>(
      `SELECT to_jsonb(t) ${own} AS row FROM ${table} t WHERE t.${column} = $1 ORDER BY 1`,
      [familyId],
    );
  return {
    families: await read('families', 'id'),
    guardians: await read('guardians'),
    children: await read('children'),
    enrolments: await read('enrolments'),
    tokens: await read('family_search_tokens'),
  };
}
