import { createRequire } from 'node:module';
import type { LetterPage } from '../../../libs/documents/src/letters/letter-page.ts';

const require = createRequire(import.meta.url);
const font = (file: string) => require.resolve(`@expo-google-fonts/pt-serif/${file}`);

interface PdfMake {
  setFonts(fonts: object): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  createPdf(definition: object): { getBuffer(): Promise<Buffer> };
}

/** The same text by pdfmake, with the same font: paragraphs, items, signature; no tags, no PDF/A, no QR code. */
export function pdfmakePrinter(): (page: LetterPage) => Promise<number> {
  const pdfmake = require('pdfmake') as PdfMake;
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => true);
  pdfmake.setFonts({
    Serif: { normal: font('400Regular/PTSerif_400Regular.ttf'), bold: font('700Bold/PTSerif_700Bold.ttf') },
  });
  return async (page) => (await pdfmake.createPdf(definitionOf(page)).getBuffer()).length;
}

function definitionOf(page: LetterPage): object {
  const plain = (text: string) => text.replaceAll('\u2060', '');
  return {
    pageSize: 'A4',
    pageMargins: [85, 57, 42, 57],
    defaultStyle: { font: 'Serif', fontSize: 12, lineHeight: 1.2 },
    footer: (current: number, count: number) => `Дело № ${page.caseNumber} стр. ${current} из ${count}`,
    content: [
      ...[...page.to, ...page.from].map((line) => ({ text: plain(line), margin: [210, 0, 0, 4] })),
      { text: plain(page.title), bold: true, alignment: 'center' },
      { text: plain(page.subject), alignment: 'center' },
      ...page.blocks.flatMap((block): object[] => {
        if (block.kind === 'text' || block.kind === 'heading')
          return [{ text: plain(block.text), alignment: 'justify' }];
        if (block.kind === 'items') return [{ ol: block.items.map(({ text, basis }) => plain(`${text}\n${basis}`)) }];
        if (block.kind === 'dashes') return [{ ul: block.items.map(plain) }];
        return [];
      }),
      ...page.attachments.map((line) => plain(line)),
      `${page.dateText}   ____________   ${page.signedBy ?? ''}`,
    ],
  };
}
