import { Document, Footer, Header, type IRunOptions, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import type { LetterPage } from '../letters/letter-page.ts';
import { docxBlocks } from './docx-blocks.ts';
import { plain, styles } from './docx-styles.ts';

/** Twentieths of a point. */
const MM = 56.7;

/**
 * The same letter as DOCX (Office Open XML), for who wants to edit it outside: the same text in the same order, A4 with the
 * same margins. What is edited outside is another document; nothing here is signed or sent.
 */
export async function letterDocx(page: LetterPage): Promise<Buffer> {
  const document = new Document({
    title: `${plain(page.title)} № ${page.caseNumber}`,
    creator: '',
    styles,
    numbering: {
      config: [{ reference: 'numbers', levels: [{ level: 0, format: 'decimal', text: '%1.', alignment: 'left' }] }],
    },
    sections: [
      {
        properties: {
          titlePage: page.letterhead.length > 0,
          page: {
            size: { width: 210 * MM, height: 297 * MM },
            margin: { left: 30 * MM, right: 15 * MM, top: 20 * MM, bottom: 20 * MM },
          },
        },
        headers: page.letterhead.length > 0 ? { first: letterhead(page) } : {},
        footers:
          page.letterhead.length > 0 ? { default: footer(page), first: footer(page) } : { default: footer(page) },
        children: docxBlocks(page),
      },
    ],
  });
  return Packer.toBuffer(document);
}

function letterhead({ letterhead: [name = '', ...rest], contact: [who, ...reach] }: LetterPage): Header {
  const lines = [...rest, ...(who === undefined ? [] : [`Контактное лицо: ${who}`]), ...reach];
  const heading: IRunOptions = { text: plain(name), bold: true, size: 28 };
  return new Header({
    children: [
      new Paragraph({ alignment: 'center', children: [new TextRun(heading)] }),
      ...lines.map(
        (line) => new Paragraph({ alignment: 'center', children: [new TextRun({ text: plain(line), size: 19 })] }),
      ),
      new Paragraph({ border: { bottom: { style: 'double', size: 6, color: '000000', space: 1 } } }),
    ],
  });
}

function footer({ caseNumber }: LetterPage): Footer {
  const children = [`Дело № ${caseNumber}, стр. `, PageNumber.CURRENT, ' из ', PageNumber.TOTAL_PAGES];
  return new Footer({ children: [new Paragraph({ children: [new TextRun({ size: 18, children })] })] });
}
