import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface PdfText {
  /** Text of each page in reading order; spaces joined and no-break spaces made plain. */
  readonly pages: readonly string[];
  readonly fonts: readonly string[];
}

/** Reads a PDF as a person's viewer would, for tests that check what a letter says. */
export async function readPdf(pdf: Uint8Array): Promise<PdfText> {
  const loading = getDocument({ data: pdf.slice(), useSystemFonts: false, isEvalSupported: false, verbosity: 0 });
  const document = await loading.promise;
  const pages: string[] = [];
  const fonts = new Set<string>();
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    await page.getOperatorList();
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    pages.push(joinLines(text));
    for (const item of items)
      if ('fontName' in item) fonts.add((page.commonObjs.get(item.fontName) as { name: string }).name);
  }
  await loading.destroy();
  return { pages, fonts: [...fonts] };
}

/** A hyphen at a line's end after a letter and before a small one is the typesetter's; others are the text's own. */
function joinLines(text: string): string {
  return text
    .replace(/(?<=\p{L})[-\u00ad]\n(?=\p{Ll})/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
