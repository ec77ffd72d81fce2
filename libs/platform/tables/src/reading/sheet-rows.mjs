import { numberText } from './cell-value.mjs';
import { TableFault } from './table-fault.mjs';
import { unescapeText, xmlParser } from './xml-part.mjs';

/** @returns from 0; `AB12` is 27 */
export function columnOf(reference) {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

/** The rows of one sheet as its XML comes in. */
export async function* sheetRows(part, { limits, strings, styles, date1904 }) {
  const ready = [];
  const parser = xmlParser(rowHandlers(ready, { limits, strings, styles, date1904 }));
  for await (const piece of part) {
    parser.write(piece);
    yield* ready.splice(0);
  }
  parser.close();
}

function rowHandlers(ready, { limits, strings, styles, date1904 }) {
  let row = { line: 0, cells: [], flags: [] };
  let count = 0;
  let cell = null;
  let column = -1;
  let taking = '';
  let phonetic = false;

  const finish = () => {
    const [text, flag] = textOf(cell);
    if (cell.formula) row.flags.push([column, cell.value === '' ? 'formula-without-value' : 'formula']);
    if (flag !== undefined) row.flags.push([column, flag]);
    if (text === '') return;
    if (column >= limits.columns) throw new TableFault('tooManyColumns', { limit: limits.columns });
    if (text.length > limits.cell)
      throw new TableFault('cellTooLong', { line: row.line, column: column + 1, limit: limits.cell });
    while (row.cells.length < column) row.cells.push('');
    row.cells[column] = text;
  };

  const textOf = ({ type, style, value, inline }) => {
    if (type === 's') return [strings[Number(value)] ?? ''];
    if (type === 'inlineStr') return [unescapeText(inline)];
    if (type === 'str') return [unescapeText(value)];
    if (type === 'b') return [value === '' ? '' : value === '1' ? 'да' : 'нет'];
    if (type === 'e') return ['', 'cell-error'];
    if (type === 'd') return [value.slice(0, 19)];
    return numberText(value, styles[Number(style)] ?? null, date1904);
  };

  return {
    open(name, attributes) {
      if (name === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
        cell = { type: attributes.t ?? 'n', style: attributes.s ?? '0', value: '', inline: '', formula: false };
      } else if (name === 'row') {
        row = { line: Number(attributes.r ?? row.line + 1), cells: [], flags: [] };
        column = -1;
        if (attributes.hidden === '1' || attributes.hidden === 'true') row.flags.push([null, 'row-hidden']);
      } else if (cell !== null) {
        if (name === 'v') taking = 'value';
        else if (name === 'f') cell.formula = true;
        else if (name === 'rPh') phonetic = true;
        else if (name === 't' && !phonetic) taking = 'inline';
      }
    },
    text(piece) {
      if (taking === '' || cell === null) return;
      cell[taking] += piece;
      if (cell[taking].length > 8 * limits.cell)
        throw new TableFault('cellTooLong', { line: row.line, column: column + 1, limit: limits.cell });
    },
    close(name) {
      if (name === 'v' || name === 't') taking = '';
      else if (name === 'rPh') phonetic = false;
      else if (name === 'c' && cell !== null) {
        finish();
        cell = null;
      } else if (name === 'row' && row.cells.length > 0) {
        // Formatted rows without a value reach down to the millionth in some workbooks; they are no rows of the table.
        count += 1;
        if (count > limits.rows) throw new TableFault('tooManyRows', { limit: limits.rows });
        ready.push(row);
      }
    },
  };
}
