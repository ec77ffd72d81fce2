import { HeadingLevel, type IRunOptions, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import type { LetterBlock, LetterPage } from '../letters/letter-page.ts';
import { plain } from './docx-styles.ts';

const FIRST_LINE = { firstLine: 709 };

/** Everything between letterhead and footer, in the order of the PDF. */
export function docxBlocks(page: LetterPage): (Paragraph | Table)[] {
  const { to, from, operator, attachments, signedBy } = page;
  return [
    ...[to, from, operator].flatMap((lines) => addressed(lines)),
    line(page.title, { heading: HeadingLevel.HEADING_1, alignment: 'center', bold: true }),
    ...(page.subject === '' ? [] : [line(page.subject, { alignment: 'center' })]),
    new Paragraph({}),
    ...page.blocks.flatMap(blockOf),
    ...(attachments.length === 0
      ? []
      : [line('Приложение:'), ...attachments.map((text, at) => line(`${at + 1}. ${text}`))]),
    ...(signedBy === null ? [] : signature(page, signedBy)),
    ...(page.receiptMark ? receiptMark() : []),
  ];
}

interface LineOptions {
  readonly heading?: (typeof HeadingLevel)[keyof typeof HeadingLevel];
  readonly alignment?: 'center' | 'both';
  readonly bold?: boolean;
  readonly size?: number;
  readonly indent?: { readonly left?: number; readonly firstLine?: number };
}

function line(text: string, { bold = false, size = 24, ...rest }: LineOptions = {}): Paragraph {
  const run: IRunOptions = { text: plain(text), bold, size, color: '000000' };
  return new Paragraph({ ...rest, children: [new TextRun(run)] });
}

function addressed(lines: readonly string[]): Paragraph[] {
  if (lines.length === 0) return [];
  return [...lines.map((text) => line(text, { indent: { left: 4252 } })), new Paragraph({})];
}

function blockOf(block: LetterBlock): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'text':
      return [line(block.text, { alignment: 'both', indent: FIRST_LINE })];
    case 'heading':
      return [line(block.text, { heading: HeadingLevel.HEADING_2, bold: true })];
    case 'items':
      return block.items.flatMap(({ text, basis }, at) => [
        line(`${block.start + at}. ${text}`, { alignment: 'both' }),
        ...(basis === '' ? [] : [line(basis, { size: 21, indent: { left: 340 } })]),
      ]);
    case 'dashes':
      return block.items.map((text) => line(`— ${text}`, { indent: { left: 709 } }));
    case 'dated':
      return block.items.map(({ day, text }) => line(`${day}  ${text}`, { alignment: 'both' }));
    case 'terms':
    case 'files':
      return [ruledTable(block.head, joinSecondLines(block)), new Paragraph({})];
  }
}

/** The PDF sets the third cell small under the second; here they share one cell. */
function joinSecondLines({ rows }: Extract<LetterBlock, { kind: 'terms' | 'files' }>): string[][] {
  return rows.map(([number = '', first = '', second = '', ...rest]) => [number, `${first} (${second})`, ...rest]);
}

function ruledTable(head: readonly string[], rows: readonly (readonly string[])[]): Table {
  const rowOf = (cells: readonly string[], bold: boolean) =>
    new TableRow({
      tableHeader: bold,
      children: cells.map((text) => new TableCell({ children: [line(text, { bold, size: 19 })] })),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [rowOf(head, true), ...rows.map((cells) => rowOf(cells, false))],
  });
}

function signature({ dateText, signerPosition }: LetterPage, signedBy: string): Paragraph[] {
  return [
    new Paragraph({}),
    ...(signerPosition === '' ? [] : [line(signerPosition)]),
    line(`${dateText}        ____________________ ${signedBy}`),
  ];
}

function receiptMark(): Paragraph[] {
  return [
    new Paragraph({}),
    line('Отметка о получении: вх. № ______________ от «____» ______________ 20___ г.', { size: 19 }),
    line('Принял(а): должность ______________ подпись ______________ Ф. И. О. ______________', { size: 19 }),
  ];
}
