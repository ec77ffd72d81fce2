import { composeLetter } from './compose-letter.ts';
import { exampleLetters } from './example-letters.ts';

const inventory = exampleLetters['evidence-inventory'];
const worded = (wording: string) => composeLetter('evidence-inventory', inventory, { wording });

test('a branch may bring its own wording', () => {
  const page = worded('[title]\nПеречень\n[text]\nДень: {{ letter.date | day }}\n, файлов {{ letter.files.size }} .');
  expect(page.title).toBe('Перечень');
  expect(page.blocks).toEqual([{ kind: 'text', text: 'День: 25.01.2027, файлов 3.' }]);
});

test('items are numbered through the letter and anew after a heading', () => {
  const page = worded('[item]\nа\n[basis]\nб\n[text]\nв\n[item]\nг\n[heading]\nд\n[item]\nе');
  expect(page.blocks).toMatchObject([
    { kind: 'items', start: 1, items: [{ text: 'а', basis: 'б' }] },
    { kind: 'text' },
    { kind: 'items', start: 2 },
    { kind: 'heading' },
    { kind: 'items', start: 1 },
  ]);
});

test.each([
  ['an unknown variable', '[text]\n{{ letter.absent }}', /absent/],
  ['an unknown filter', '[text]\n{{ letter.date | shout }}', /shout/],
  ['an object as text', '[text]\n{{ letter.files[0] }}', /only text/],
  ['a file', "[text]\n{% include 'letter-text.ts' %}", /letter-text/],
  ['a layout', "{% layout '/etc/hostname' %}", /hostname/],
  ['a prototype', '[text]\n{{ letter.constructor.name }}', /constructor/],
  ['a raw value', '[text]\n{{ letter.subject | raw }}', /raw/],
  ['an endless loop', '[text]\n{% for i in (1..100000000) %}a{% endfor %}', /limit/i],
  ['an unclosed tag', '[text]\n{% if true %}', /not closed/],
  ['an unknown section', '[shout]\nx', /unknown section \[shout\]/],
  ['text outside a section', 'x\n[text]\ny', /before the first/],
  ['a basis without an item', '[text]\nx\n[basis]\ny', /under no/],
  ['a day that is none', '[text]\n{{ letter.caseNumber | day }}', /not a calendar day/],
])('%s is refused with a reason', (_name, wording, reason) => {
  expect(() => worded(wording)).toThrow(
    expect.objectContaining({
      code: 'documents.wording-broken',
      parameters: { kind: 'evidence-inventory', reason: expect.stringMatching(reason) },
    }),
  );
});

test('values cannot open sections even when they stand alone on a line', () => {
  const page = composeLetter(
    'evidence-inventory',
    { ...inventory, subject: '[heading]' },
    { wording: '[text]\n{{ letter.subject }}\n{% capture twice %}{{ letter.subject }}{% endcapture %}{{ twice }}' },
  );
  expect(page.blocks).toEqual([{ kind: 'text', text: '[heading] [heading]' }]);
});

test('missing and wrong fields are listed by pointer, without their values', () => {
  const { guardian, ...rest } = exampleLetters.statement;
  const broken = {
    ...rest,
    guardian: { ...guardian, address: '' },
    date: '2026-02-30',
    director: undefined,
    children: [],
  };
  expect(() => composeLetter('statement', broken as unknown as typeof exampleLetters.statement)).toThrow(
    expect.objectContaining({
      code: 'documents.field-missing',
      errors: [
        expect.objectContaining({ pointer: '/date', rule: 'invalid' }),
        expect.objectContaining({ pointer: '/director', rule: 'missing' }),
        expect.objectContaining({ pointer: '/guardian/address', rule: 'missing' }),
        expect.objectContaining({ pointer: '/children', rule: 'missing' }),
      ],
    }),
  );
});
