import { CaseHouse } from '../support/case-house.ts';
import { PDF } from '../support/correspondence-house.ts';
import { encodeIn } from '../support/russian-charsets.ts';
import { ImportHouse } from '../support/import-house.ts';

let house: CaseHouse;
let imports: ImportHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
  imports = new ImportHouse(house);
});
afterAll(() => house.close());

const wide = Array.from({ length: 10_000 }, (_, index) => `столбец ${index}`).join(';');

test.each<[string, string, Buffer]>([
  ['a PDF that is called a workbook', 'список.xlsx', PDF],
  ['ten thousand columns', 'широкий.csv', Buffer.from(`${wide}\n${wide}\n`)],
  ['a workbook that breaks off', 'обрыв.xlsx', Buffer.from('504b030414000600080000002100', 'hex')],
  ['bytes of no encoding', 'байты.csv', Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 151) % 256))],
  ['nothing', 'пустой.csv', Buffer.from('\r\n\r\n')],
])('%s gets a clear problem, and nothing is kept', async (_, name, content) => {
  const { body, headers } = await imports.upload('families', 'guardian_form_import', content, name);
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(body.status).toBe(422);
  expect(body.code).toMatch(/^tables\./);
  expect(body.detail.length).toBeGreaterThan(20);
  const { body: list } = await house.get('/imports').expect(200);
  expect(list.items).toEqual([]);
});

test('a file beyond the limit is refused while it comes in', async () => {
  const { body } = await imports.upload('families', 'guardian_form_import', Buffer.alloc(65 * 1024 * 1024, 'я;'));
  expect(body).toMatchObject({ status: 413 });
}, 60_000);

test('formulas in a file are text, wherever they land', async () => {
  const file =
    'ФИО представителя;Почтовый адрес;ФИО ребёнка;Дата рождения\n"=HYPERLINK(""http://x.test"")";=1+1;@SUM(A1);=NOW()\n';
  const checked = await imports.checked('families', file);
  expect(checked.tally).toEqual({ bad: 1 });
  const result = await house.get(`/imports/${checked.id}/result.csv`).expect(200);
  expect(result.text).not.toMatch(/(^|;)"?[=@]/m);
});

test('a file as people have it is read without help: Windows-1251, tabs, days and telephones of every kind', async () => {
  const rows = [
    'Мама\tтел.\tадрес\tФИО ученика\tд.р.\tкласс',
    'Ласточкина Вера Ильинична\t8(900)111-22-33\tКазань, Мира, 1\tЛасточкин Пётр Олегович\t5 мая 2015 г.\t3А',
    'Щеглова Анна Петровна\t9001112244\tКазань, Мира, 2\tЩеглова Майя Ильинична\t2016-02-29\t2 "б"',
    'Синицына Ольга Львовна\t+7 900 111 22 55\tКазань, Мира, 3\tСиницын Лев Ильич\t01.09.14\t5',
  ];
  const checked = await imports.checked('families', encodeIn('windows-1251', rows.join('\r\n')), 'класс.txt');
  expect(checked.settings?.mapping.map(({ field }) => field)).toEqual([
    ...['guardian.fullName', 'guardian.phone', 'guardian.address'],
    ...['child.fullName', 'child.birthDate', 'enrolment.class'],
  ]);
  expect(checked.tally).toEqual({ ok: 3 });
});
