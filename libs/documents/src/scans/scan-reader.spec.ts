import { PDFDocument } from '@cantoo/pdf-lib';
import { exampleLetters } from '../letters/example-letters.ts';
import { LetterRenderer } from '../rendering/letter-renderer.ts';
import { ScanReader } from './scan-reader.ts';
import { scanned } from '../../../../test/support/scanned.ts';

const TOKENS = ['AAAAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBBBBBBBB'] as const;
let renderer: LetterRenderer;
let batch: Uint8Array;

beforeAll(async () => {
  renderer = new LetterRenderer();
  const [first, second] = await Promise.all(
    TOKENS.map(async (pageToken) => (await renderer.render('statement', exampleLetters.statement, { pageToken })).pdf),
  );
  batch = await scanned([
    { pdf: first as Uint8Array, page: 2 },
    { pdf: second as Uint8Array, page: 0, turned: 180 },
    { pdf: first as Uint8Array, page: 0 },
    { pdf: null, page: 0 },
    { pdf: first as Uint8Array, page: 1, turned: 2 },
  ]);
});
afterAll(() => renderer.close());

async function reading<T>(pdf: Uint8Array, work: (reader: ScanReader) => Promise<T>): Promise<T> {
  const reader = new ScanReader(pdf);
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

test('a grey, crooked, upside-down scan in any order is told apart page by page; a blank page is nobody’s', async () => {
  const marks = await reading(batch, (reader) => reader.marks());
  const { caseNumber } = exampleLetters.statement;
  expect(marks).toEqual([
    { caseNumber, page: 3, token: TOKENS[0] },
    { caseNumber, page: 1, token: TOKENS[1] },
    { caseNumber, page: 1, token: TOKENS[0] },
    null,
    { caseNumber, page: 2, token: TOKENS[0] },
  ]);
});

test('the pages of one letter are cut out in their order', async () => {
  const [part] = await reading(batch, (reader) => reader.cut([[2, 4, 0]]));
  expect((await PDFDocument.load(part as Uint8Array)).getPageCount()).toBe(3);
  const marks = await reading(part as Uint8Array, (reader) => reader.marks());
  expect(marks.map((mark) => mark?.page)).toEqual([1, 2, 3]);
});

test.each([
  ['no PDF', new Uint8Array([1, 2, 3])],
  ['a cut PDF', () => batch.slice(0, 2000)],
])('%s is refused, and the file is not quoted', async (_name, bytes) => {
  const pdf = typeof bytes === 'function' ? bytes() : bytes;
  await expect(reading(pdf, (reader) => reader.marks())).rejects.toMatchObject({ code: 'documents.scan-unreadable' });
});
