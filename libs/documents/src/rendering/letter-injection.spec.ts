import { exampleLetters } from '../letters/example-letters.ts';
import { PRINTABLE } from '../letters/letter-text.ts';
import { readPdf } from '../../../../test/support/pdf-text.ts';
import { LetterRenderer } from './letter-renderer.ts';

let renderer: LetterRenderer;
beforeAll(() => {
  renderer = new LetterRenderer();
});
afterAll(async () => {
  await renderer.close();
});

const withText = (text: string) => ({
  ...exampleLetters.complaint,
  circumstances: [{ date: '2026-11-24', text }],
  operator: { ...exampleLetters.complaint.operator, shortName: text },
});

test.each([
  ['a Typst call', '#read("/etc/passwd")'],
  ['Typst code', '#{ let x = 1; panic(x) } #set page(width: 1pt)'],
  ['a Liquid output', '{{ letter.guardian.phone }}'],
  ['a Liquid tag', "{% include '/etc/passwd' %}{% raw %}"],
  ['Typst mathematics', '$ x^2 $'],
  ['a Typst label', '@label <label>'],
  ['a raw block', '```js 1``` `code`'],
  ['Typst markup', '= Heading *bold* _italic_ - item + item / term: a \\ b'],
  ['a section of the wording', '[title]'],
  ['a table cell of the wording', 'a | b | c'],
  ['markup of pages', "<script>alert(1)</script> <svg/onload='x'>"],
  ['JSON', '"}],"title":"x'],
  ['a replacement pattern', "$& $1 $' $`"],
])('%s is printed as it was typed', async (_name, text) => {
  const { pages } = await readPdf((await renderer.render('complaint', withText(text))).pdf);
  const read = pages.join(' ');
  expect(read).toContain(`24.11.2026 ${text}`);
  expect(read).toContain(`(бездействие) оператора: ${text}.`);
  expect(read).toContain('Жалоба на нарушение законодательства');
});

test('a line break, also U+2028, cannot forge a section', async () => {
  const { pages } = await readPdf(
    (await renderer.render('complaint', withText('один\n[title]\u2028Другое\r\n[item]'))).pdf,
  );
  expect(pages.join(' ')).toContain('24.11.2026 один [title] Другое [item]');
});

test.each([
  ['NUL', 'a\u0000b'],
  ['an escape', 'a\u001b[31m'],
  ['a direction override', 'a\u202eb'],
  ['a stand-in of the wording engine', '\ue0000\ue001'],
  ['a soft hyphen', 'a\u00adb'],
  ['an emoji', 'Спасибо 😀'],
  ['an ideograph', '漢字'],
  ['half a surrogate pair', 'a\ud800'],
])('%s is refused by field, and the text is not repeated', async (_name, text) => {
  const refused = renderer.render('complaint', withText(text));
  await expect(refused).rejects.toMatchObject({
    code: 'documents.field-invalid',
    errors: [
      { pointer: '/operator/shortName', rule: 'character' },
      { pointer: '/circumstances/0/text', rule: 'character' },
    ],
  });
  await expect(refused).rejects.not.toHaveProperty('message', expect.stringContaining(text));
});

test('a case number cannot leave the QR code’s drawing', async () => {
  const refused = renderer.render('statement', { ...exampleLetters.statement, caseNumber: "1'/><image/>" });
  await expect(refused).rejects.toMatchObject({ errors: [{ pointer: '/caseNumber', rule: 'invalid' }] });
});

test('every character that letters accept can be printed in regular and bold', async () => {
  const accepted = new RegExp(`^[${PRINTABLE}]$`, 'u');
  const all = Array.from({ length: 0x2200 }, (_, code) => String.fromCharCode(code)).filter(
    (character) => accepted.test(character) && character !== ' ',
  );
  expect(all.length).toBeGreaterThan(400);
  const lines = Array.from({ length: Math.ceil(all.length / 40) }, (_, row) =>
    all.slice(row * 40, row * 40 + 40).join(' '),
  );
  // Square brackets on a line of their own would be a section: the wording is not user text.
  const wording = lines.map((line) => `[heading]\n(${line})\n[text]\n(${line})`).join('\n');
  const { pdf } = await renderer.render('evidence-inventory', exampleLetters['evidence-inventory'], {
    wording: `[title]\nx\n${wording.replaceAll('{', '').replaceAll('}', '')}`,
  });
  expect((await readPdf(pdf)).fonts).toHaveLength(2);
});
