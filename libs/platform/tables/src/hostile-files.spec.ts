import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Problem } from '#kernel';

import { turnsDuring } from '../../../../test/support/event-loop-turns.ts';
import { readWhole } from '../../../../test/support/tables/read-whole.ts';
import { workbookOf } from '../../../../test/support/tables/workbook-of.ts';
import { workbookPartsAround, zipOf } from '../../../../test/support/tables/zip-of.ts';
import type { OpenTableOptions, TableSource } from './index.ts';

const MIB = 1024 * 1024;
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');
const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const rowOf = (text: string): string => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`;
const folder = mkdtempSync(join(tmpdir(), 'tables-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The code of the problem, which must speak both languages and have all its figures. */
async function problemOf(source: TableSource, options?: OpenTableOptions): Promise<string> {
  const error: unknown = await readWhole(source, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) throw new Error('was read, or failed without a problem', { cause: error });
  for (const locale of ['ru', 'en'] as const) expect(error.textIn(locale)).not.toMatch(/\{\w+\}|^$/);
  return error.code;
}

function fileOf(name: string, write: (file: number) => void): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  write(file);
  closeSync(file);
  return path;
}

/** Makes the directory of the archive say less than the first part of that name unpacks to. */
function lying(zip: Buffer, name: string): Buffer {
  const at = zip.lastIndexOf(name) - 46;
  zip.writeUInt32LE(100, at + 24);
  return zip;
}

describe('a file that is no table has a problem of its own', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'tables.empty'],
    ['blank lines', Buffer.from('\n;;\n \n'), 'tables.empty'],
    ['a PDF', Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n'), 'tables.not-a-table'],
    ['a PNG', png, 'tables.not-a-table'],
    ['HTML called .xls', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), 'tables.not-a-table'],
    ['JSON', Buffer.from('[{"a": 1}]'), 'tables.not-a-table'],
    ['NUL bytes', Buffer.from('a;b\n1;\0\n'), 'tables.nul-bytes'],
    ['control characters', Buffer.from('\u0001\u0002a;b'), 'tables.not-text'],
    ['an old workbook', Buffer.concat([compound, Buffer.alloc(2000)]), 'tables.old-workbook'],
    [
      'an encrypted workbook',
      Buffer.concat([compound, Buffer.alloc(500), Buffer.from('EncryptedPackage', 'utf16le')]),
      'tables.encrypted',
    ],
    ['a quote left open', Buffer.from('a;b\n1;"2\n3;4\n'), 'tables.quote-not-closed'],
    ['10,000 columns', Buffer.from(`${'a;'.repeat(10_000)}a\n`), 'tables.too-many-columns'],
    ['a cell of 40,000 letters', Buffer.from(`a;b\n1;${'x'.repeat(40_000)}\n`), 'tables.cell-too-long'],
  ])('%s', async (_, bytes, code) => {
    expect(await problemOf(bytes)).toBe(code);
  });

  it('NUL bytes far behind the beginning', async () => {
    expect(await problemOf(Buffer.from(`${'a;b\n'.repeat(100_000)}1;\0\n`))).toBe('tables.nul-bytes');
  });

  it('more rows than are allowed', async () => {
    expect(await problemOf(Buffer.from('a;b\n'.repeat(20)), { limits: { rows: 10 } })).toBe('tables.too-many-rows');
  });
});

describe('a file that is too large', () => {
  it('of a gigabyte is refused by its size alone', async () => {
    const path = fileOf('gigabyte.csv', (file) => {
      ftruncateSync(file, 1024 * MIB);
    });
    expect(await problemOf(path)).toBe('tables.too-large');
  });

  it('is refused as a stream as soon as it passes the limit', async () => {
    let given = 0;
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (;;) {
        given += MIB;
        yield await Promise.resolve(Buffer.alloc(MIB, 'a'));
      }
    };
    expect(await problemOf(endless(), { limits: { size: 5 * MIB } })).toBe('tables.too-large');
    expect(given).toBe(6 * MIB);
  });

  it('with one line of 200 MB is refused at its first megabyte', async () => {
    const path = fileOf('line.csv', (file) => {
      const piece = Buffer.alloc(10 * MIB, 'x');
      for (let at = 0; at < 20; at += 1) writeSync(file, piece);
    });
    expect(await problemOf(path, { limits: { size: 256 * MIB } })).toBe('tables.record-too-long');
  });
});

describe('a workbook that is no workbook, or a trap', () => {
  it.each([
    ['another archive', { 'word/document.xml': '<a/>' }, 'tables.not-a-table'],
    [
      'OpenDocument',
      { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' },
      'tables.open-document',
    ],
    ['a binary workbook', { 'xl/workbook.bin': 'x' }, 'tables.binary-workbook'],
    [
      'XML that does not end',
      { ...workbookPartsAround(''), 'xl/worksheets/sheet1.xml': '<worksheet><row>' },
      'tables.damaged',
    ],
    [
      'entities that grow',
      {
        ...workbookPartsAround(''),
        'xl/worksheets/sheet1.xml': `<!DOCTYPE a [<!ENTITY b "xxxx"><!ENTITY c "&b;&b;">]><worksheet>${rowOf('&c;')}</worksheet>`,
      },
      'tables.xml-entities',
    ],
    ['an entity that nobody declared', workbookPartsAround(rowOf('&c;')), 'tables.damaged'],
    ['a bomb', workbookPartsAround(rowOf('x').repeat(800_000)), 'tables.unpacks-too-large'],
    ['10,000 columns', workbookPartsAround('<row r="1"><c r="NTP1"><v>1</v></c></row>'), 'tables.too-many-columns'],
    ['a cell of 40,000 letters', workbookPartsAround(rowOf('x'.repeat(40_000))), 'tables.cell-too-long'],
    ['an empty sheet', workbookPartsAround('<row r="1048576" s="1"/>'), 'tables.empty'],
    [
      'thousands of parts',
      Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`part${at}`, 'x'])),
      'tables.too-many-parts',
    ],
  ])('%s', async (_, parts: Record<string, string>, code) => {
    expect(await problemOf(await zipOf(parts))).toBe(code);
  });

  it('a directory that lies about sizes', async () => {
    const zip = lying(await zipOf(workbookPartsAround(rowOf('x').repeat(1000))), 'xl/worksheets/sheet1.xml');
    expect(await problemOf(zip)).toBe('tables.unpacks-differently');
  });

  it('that did not arrive whole', async () => {
    const whole = workbookOf([
      {
        rows: [
          ['a', 'b'],
          ['1', '2'],
        ],
      },
    ]);
    expect(await problemOf(whole.subarray(0, whole.length - 200))).toBe('tables.damaged');
  });

  it('needing more memory or time than is given', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => [`Иванова ${at}`, `улица ${at}`, `школа ${at}`]);
    const heavy = workbookOf([{ rows }]);
    expect(await problemOf(heavy, { limits: { memory: 8 } })).toBe('tables.too-heavy');
    expect(await problemOf(heavy, { limits: { timeout: 20 } })).toBe('tables.too-heavy');
  });
});

it('leaves the event loop free while a large workbook is read', async () => {
  const rows = Array.from({ length: 15_000 }, (_, at) => [`Иванова ${at}`, at, 'МБОУ СОШ № 14', `улица ${at}`, '3А']);
  const bytes = workbookOf([{ rows: [['ФИО', 'Номер', 'Школа', 'Адрес', 'Класс'], ...rows] }]);
  let read = 0;
  const turns = await turnsDuring(async () => {
    read = (await readWhole(bytes)).cells.length;
  });
  expect(read).toBe(15_000);
  expect(turns).toBeGreaterThan(1_000);
}, 60_000);
