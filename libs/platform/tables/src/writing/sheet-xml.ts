import { neutralised } from './neutralise.ts';

/** The first row stays in sight. Styles: 1 is text, 2 is text that looks like a formula (see workbook-parts). */
export const sheetHead =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">' +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>';
export const sheetTail = '</sheetData></worksheet>';

export function sheetXmlRow(cells: readonly string[], line: number): string {
  const written = cells.map((cell, column) => {
    if (cell === '') return '';
    const style = neutralised(cell) === cell ? 1 : 2;
    return `<c r="${columnName(column)}${line}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  });
  return `<row r="${line}">${written.join('')}</row>`;
}

const names: string[] = [];

function columnName(column: number): string {
  return (names[column] ??=
    (column >= 26 ? columnName(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26)));
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** `_x000D_` stands for what XML cannot hold or would change, `_x005F_` for a `_` that would be taken for one of these. */
export function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // eslint-disable-next-line no-control-regex -- these are what XML 1.0 section 2.2 leaves out, and CR, which 2.11 changes
      .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, hexEscape)
      .replace(/[&<>"]/g, (sign) => MARKUP[sign] ?? sign)
  );
}

function hexEscape(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
