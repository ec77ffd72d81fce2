import { composeExample } from '../letters/compose-letter.ts';
import { exampleLetters } from '../letters/example-letters.ts';
import type { LetterKind } from '../letters/letter-kinds.ts';
import { officeParts, textOfXml } from '../../../../test/support/office-document.ts';
import { letterDocx } from './letter-docx.ts';

async function partsOf(kind: LetterKind) {
  return officeParts(await letterDocx(composeExample(kind, {})));
}

test.each(Object.keys(exampleLetters) as LetterKind[])(
  '%s: is an Office document of well-formed parts that says what the letter says',
  async (kind) => {
    const parts = await partsOf(kind);
    expect([...parts.keys()]).toEqual(
      expect.arrayContaining(['[Content_Types].xml', '_rels/.rels', 'word/document.xml', 'word/styles.xml']),
    );
    for (const [name, xml] of parts) if (/\.(xml|rels)$/u.test(name)) expect(textOfXml(xml)).toBeDefined();
    const text = textOfXml(parts.get('word/document.xml') ?? '');
    const page = composeExample(kind, {});
    const said = (line: string) => line.replaceAll('\u2060', '').replaceAll('\u00a0', ' ');
    expect(text).toContain(said(page.title));
    for (const block of page.blocks) {
      if (block.kind === 'text' || block.kind === 'heading') expect(text).toContain(said(block.text));
      if (block.kind === 'items') for (const item of block.items) expect(text).toContain(said(item.text));
    }
    expect(text).not.toContain('\u2060');
  },
);

test('the letterhead is on the first page, the case number and pages on each', async () => {
  const parts = await partsOf('cover-note');
  const headers = [...parts].filter(([name]) => /header\d+\.xml$/u.test(name)).map(([, xml]) => textOfXml(xml));
  expect(headers.join(' ')).toContain('Союз родителей «Пример»');
  const footers = [...parts].filter(([name]) => /footer\d+\.xml$/u.test(name)).map(([, xml]) => textOfXml(xml));
  expect(footers.length).toBeGreaterThan(0);
  for (const one of footers) expect(one).toContain('Дело № ПРМ-2026-000123');
});
