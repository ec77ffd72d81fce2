import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { exampleLetters } from '../letters/example-letters.ts';
import type { LetterKind } from '../letters/letter-kinds.ts';
import { readPdf } from '../../../../test/support/pdf-text.ts';
import { LetterRenderer } from './letter-renderer.ts';

const kinds = Object.keys(exampleLetters) as LetterKind[];
let renderer: LetterRenderer;
beforeAll(() => {
  renderer = new LetterRenderer();
});
afterAll(async () => {
  await renderer.close();
});

test.each(kinds)(
  '%s: the digest is of the bytes, the page count is the file’s, only PT Serif is used',
  async (kind) => {
    const letter = await renderer.render(kind, exampleLetters[kind]);
    const read = await readPdf(letter.pdf);
    expect(letter.sha256).toBe(createHash('sha256').update(letter.pdf).digest('hex'));
    expect(letter.pages).toBe(read.pages.length);
    expect(read.fonts.length).toBeGreaterThan(0);
    expect(read.fonts.filter((font) => !/^[A-Z]{6}\+PTSerif-(Regular|Bold)$/.test(font))).toEqual([]);
  },
);

test.each(kinds)('%s: is tagged PDF/A-2a in Russian with the letter’s own date', async (kind) => {
  const letter = await renderer.render(kind, exampleLetters[kind]);
  const raw = Buffer.from(letter.pdf).toString('latin1');
  expect(raw).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(raw).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
  expect(raw).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
  expect(raw).toMatch(/\/Lang\s*\(ru-RU\)/);
  expect(raw).toContain(`/CreationDate (D:${exampleLetters[kind].date.replaceAll('-', '')}`);
});

test.each(kinds)('%s: equal data give equal bytes, in another thread too; another day gives others', async (kind) => {
  const other = new LetterRenderer();
  try {
    const [first, again, elsewhere] = [
      await renderer.render(kind, exampleLetters[kind]),
      await renderer.render(kind, exampleLetters[kind]),
      await other.render(kind, exampleLetters[kind]),
    ];
    expect(again.sha256).toBe(first.sha256);
    expect(elsewhere.sha256).toBe(first.sha256);
    const later = await other.render(kind, { ...exampleLetters[kind], date: '2027-02-01' });
    expect(later.sha256).not.toBe(first.sha256);
  } finally {
    await other.close();
  }
});

test('a letter over its time limit is given up and the next one is typeset', async () => {
  const file = exampleLetters['evidence-inventory'].files[0];
  const huge = { ...exampleLetters['evidence-inventory'], files: Array.from({ length: 1500 }, () => ({ ...file })) };
  const timed = new LetterRenderer();
  try {
    await expect(
      timed.render('evidence-inventory', huge as (typeof exampleLetters)['evidence-inventory'], { timeLimitMs: 5 }),
    ).rejects.toMatchObject({ code: 'documents.render-timed-out', parameters: { milliseconds: 5 } });
    const next = await timed.render('statement', exampleLetters.statement);
    expect(next.pages).toBe(3);
  } finally {
    await timed.close();
  }
});

test('several threads give each caller its own letter', async () => {
  const pool = new LetterRenderer({ threads: 2 });
  try {
    const numbers = Array.from({ length: 12 }, (_, index) => `Д-${index + 100}`);
    const letters = await Promise.all(
      numbers.map((caseNumber) =>
        pool.render('evidence-inventory', { ...exampleLetters['evidence-inventory'], caseNumber }),
      ),
    );
    const texts = await Promise.all(letters.map(async ({ pdf }) => (await readPdf(pdf)).pages[0]));
    numbers.forEach((caseNumber, index) => {
      expect(texts[index]).toContain(`Дело № ${caseNumber}`);
    });
  } finally {
    await pool.close();
  }
});

test('closing refuses what waits and what comes later, and lets the letter in hand finish', async () => {
  const closing = new LetterRenderer();
  const inHand = closing.render('statement', exampleLetters.statement);
  const waiting = closing.render('statement', exampleLetters.statement);
  const refused = expect(waiting).rejects.toMatchObject({ code: 'documents.renderer-closed' });
  await Promise.resolve();
  await closing.close();
  await refused;
  expect((await inHand).pages).toBe(3);
  await expect(closing.render('statement', exampleLetters.statement)).rejects.toMatchObject({
    code: 'documents.renderer-closed',
  });
});

const require = createRequire(import.meta.url);
const ptSerif = require.resolve('@expo-google-fonts/pt-serif/400Regular/PTSerif_400Regular.ttf');

test.each([
  ['a font file that is not there', [`${ptSerif}.absent`]],
  ['no font at all', []],
  ['a file that is no font', [import.meta.filename]],
])('%s is an error, never another font', async (_name, fonts) => {
  const bare = new LetterRenderer({ fonts });
  try {
    await expect(bare.render('statement', exampleLetters.statement)).rejects.toMatchObject({
      code: 'documents.render-failed',
    });
  } finally {
    await bare.close();
  }
});

test('the fonts may be passed on: their licence is the SIL Open Font License', () => {
  const folder = ptSerif.replace(/400Regular.*$/, '');
  const licences = readdirSync(folder).filter((name) => name.startsWith('LICENSE'));
  const texts = licences.map((name) => readFileSync(`${folder}${name}`, 'utf8'));
  expect(texts.some((text) => /SIL OPEN FONT LICENSE/i.test(text))).toBe(true);
});
