import { Readable } from 'node:stream';

import { encodeIn } from '../../../../test/support/russian-charsets.ts';
import { readWhole } from '../../../../test/support/tables/read-whole.ts';
import { workbookOf } from '../../../../test/support/tables/workbook-of.ts';

const families = [
  ['ФИО ребёнка', 'Дата рождения', 'Класс', 'Телефон'],
  ['Иванова Мария Петровна', '05.06.2015', '3А', '8 (917) 123-45-67'],
  ['Ёлкин Пётр', '2014-01-31', '4-б', '+7 917 000-00-00'],
];
const csv = families.map((row) => row.join(';')).join('\r\n');

describe('a text file', () => {
  it.each([
    ['utf-8', Buffer.from(csv)],
    ['utf-8', Buffer.from(`\ufeff${csv}`)],
    ['windows-1251', encodeIn('windows-1251', csv)],
    ['koi8-r', encodeIn('koi8-r', csv)],
    ['ibm866', encodeIn('ibm866', csv)],
    ['windows-1251', encodeIn('windows-1251', csv.toUpperCase())],
    ['koi8-r', encodeIn('koi8-r', csv.toUpperCase())],
    ['utf-16le', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['utf-16le', Buffer.from(csv, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${csv}`, 'utf16le').swap16()],
    ['utf-16be', Buffer.from(csv, 'utf16le').swap16()],
  ])('in %s shows the same letters', async (encoding, bytes) => {
    const table = await readWhole(bytes);
    expect(table.encoding).toBe(encoding);
    expect(table.delimiter).toBe(';');
    expect([table.titles, ...table.cells].map((row) => row.map((cell) => cell.toUpperCase()))).toEqual(
      families.map((row) => row.map((cell) => cell.toUpperCase())),
    );
  });

  it.each([';', ',', '\t', '|'] as const)('with %j between its cells', async (delimiter) => {
    const table = await readWhole(Buffer.from(families.map((row) => row.join(delimiter)).join('\n')));
    expect(table.delimiter).toBe(delimiter);
    expect([table.titles, ...table.cells]).toEqual(families);
  });

  it('keeps line breaks and quotes inside cells, and says where each record begins', async () => {
    const table = await readWhole(
      Buffer.from('sep=;\nШкола;Телефон\n"МБОУ\nСОШ ""Лидер""";8 917\n\nООО "Ромашка";1;;;\n'),
    );
    expect(table.header).toEqual({ first: 2, last: 2 });
    expect(table.rows.map(({ line, cells }) => [line, cells])).toEqual([
      [3, ['МБОУ\nСОШ "Лидер"', '8 917']],
      [6, ['ООО "Ромашка"', '1']],
    ]);
  });

  it('finds a header of two rows below the title of the table, and names totals and signatures', async () => {
    const table = await readWhole(
      Buffer.from(
        'Список учащихся на 1 сентября 2025 г.;;;;\n;;;;\n№ п/п;Ребёнок;;Родитель;\n;Фамилия;Имя;Фамилия;Телефон\n1;2;3;4;5\n' +
          '1;Иванов;Пётр;Иванова;89171234567\n2;Петров;Иван;Петрова;89171234568\nИтого;2;;;\nДиректор;;;Сидоров;\n',
      ),
    );
    expect(table.titles).toEqual([
      '№ п/п',
      'Ребёнок / Фамилия',
      'Ребёнок / Имя',
      'Родитель / Фамилия',
      'Родитель / Телефон',
    ]);
    expect(table.header).toEqual({ first: 3, last: 5 });
    expect(table.rows.map(({ line, findings }) => [line, findings.map(({ code }) => code)])).toEqual([
      [6, []],
      [7, []],
      [8, ['row-is-total']],
      [9, ['row-is-signature']],
    ]);
  });

  it('keeps a cell of prose whole', async () => {
    const table = await readWhole(
      Buffer.from('Ребёнок\nИванова Мария Петровна, 3А, МБОУ СОШ №14\nПетров Пётр, 2Б, школа 1\n'),
    );
    expect(table.cells).toEqual([['Иванова Мария Петровна, 3А, МБОУ СОШ №14'], ['Петров Пётр, 2Б, школа 1']]);
  });

  it('without a header says so and gives all rows', async () => {
    const table = await readWhole(Buffer.from('Иванов;01.02.2015;3А\nПетров;02.03.2015;3Б\n'));
    expect(table.header).toBeNull();
    expect(table.findings.map(({ code }) => code)).toEqual(['header-not-found']);
    expect(table.cells).toHaveLength(2);
  });

  it('of words only takes the titles that the caller hopes for', async () => {
    const bytes = Buffer.from('Отчёт о школах\nШкола;Город\nЛицей;Казань\nГимназия;Уфа\n');
    const table = await readWhole(bytes, { titles: ['школа', 'город'] });
    expect(table.header).toEqual({ first: 2, last: 2 });
    expect(table.findings).toEqual([]);
    expect((await readWhole(bytes)).findings.map(({ code }) => code)).toEqual(['header-uncertain']);
  });

  it('comes as a stream as well, and from any line', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `Иванов ${index};8917${String(index).padStart(7, '0')}`);
    const bytes = Buffer.from(['ФИО;Телефон', ...rows].join('\n'));
    const table = await readWhole(Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]));
    expect(table.cells).toHaveLength(3000);
    expect(table.rows.at(-1)).toEqual({ line: 3001, cells: ['Иванов 2999', '89170002999'], findings: [] });
  });
});

describe('a workbook', () => {
  const dates = { t: 'n', z: 'dd.mm.yyyy' } as const;

  it('gives days, numbers and formulas as text', async () => {
    const table = await readWhole(
      workbookOf([
        {
          rows: [
            ['Дата', 'Телефон', 'ИНН', 'Сумма', 'Да'],
            [
              { ...dates, v: 42_160 },
              79171234567,
              { t: 'n', v: 165_900_123, z: '0000000000' },
              { t: 'n', v: 3, f: 'A1+1' },
              true,
            ],
            [{ ...dates, v: 59 }, 1.5, 0.1 + 0.2, { t: 'e', v: 42 }, false],
            [
              { ...dates, v: 60 },
              12345678901234567000,
              { t: 'n', v: 0.5, z: 'h:mm' },
              { t: 's', v: 'Лицей\r\n№ 2' },
              null,
            ],
          ],
        },
      ]),
    );
    expect(table.cells).toEqual([
      ['2015-06-05', '79171234567', '0165900123', '3', 'да'],
      ['1900-02-28', '1.5', '0.3', '', 'нет'],
      ['60', '12345678901234567000', '12:00', 'Лицей\r\n№ 2', ''],
    ]);
    expect(table.rows.map(({ findings }) => findings.map(({ code, column }) => [code, column]))).toEqual([
      [['formula', 3]],
      [['cell-error', 3]],
      [
        ['date-impossible', 0],
        ['digits-lost', 1],
      ],
    ]);
  });

  it('counts days from 1904 where it says so', async () => {
    const rows = [
      ['Дата', 'Имя'],
      [{ ...dates, v: 42_160 - 1462 }, 'Пётр'],
    ];
    expect((await readWhole(workbookOf([{ rows }], { date1904: true }))).cells).toEqual([['2015-06-05', 'Пётр']]);
  });

  it('with merged cells in the header and in the body', async () => {
    const table = await readWhole(
      workbookOf([
        {
          rows: [
            ['Сведения о детях', null, null, null],
            ['Школа', 'Ребёнок', null, 'Телефон'],
            [null, 'Фамилия', 'Имя', null],
            ['МБОУ СОШ № 14', 'Иванов', 'Пётр', '89171234567'],
            [null, 'Петров', 'Иван', '89171234568'],
            ['Лицей', 'Сидоров', 'Олег', '89171234569'],
          ],
          merges: ['A1:D1', 'A2:A3', 'B2:C2', 'D2:D3', 'A4:A5'],
        },
      ]),
    );
    expect(table.titles).toEqual(['Школа', 'Ребёнок / Фамилия', 'Ребёнок / Имя', 'Телефон']);
    expect(table.cells.map((row) => row[0])).toEqual(['МБОУ СОШ № 14', 'МБОУ СОШ № 14', 'Лицей']);
  });

  it('with several sheets reads the first that is shown, or the one that is asked for', async () => {
    const rows = [
      ['ФИО', 'Телефон'],
      ['Иванов', '89171234567'],
    ];
    const bytes = workbookOf([
      { name: 'Справочник', rows: [['Тайно'], ['1']], hidden: true },
      { name: 'Дети', rows },
      { name: 'Пусто', rows: [] },
    ]);
    const table = await readWhole(bytes);
    expect(table.sheet).toBe('Дети');
    expect(table.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['Справочник', true],
      ['Дети', false],
      ['Пусто', false],
    ]);
    expect(table.findings.map(({ code }) => code)).toEqual(['other-sheets', 'hidden-sheets']);
    expect((await readWhole(bytes, { sheet: 'Справочник' })).cells).toEqual([['1']]);
    await expect(readWhole(bytes, { sheet: 'Пусто' })).rejects.toMatchObject({ code: 'tables.empty' });
    await expect(readWhole(bytes, { sheet: 'Нет' })).rejects.toMatchObject({ code: 'tables.sheet-missing' });
  });
});
