import { columnOf } from './sheet-rows.mjs';

const MOST = 20_000;
const MARK = 'mergeCells';

/**
 * Merged cells stand behind the rows in a sheet, so it is unpacked once for them, without parsing.
 *
 * @returns {number[][]} first line, first column, last line, last column; lines from 1, columns from 0
 */
export async function readMerges(part) {
  let tail = '';
  let text = null;
  for await (const piece of part) {
    if (text !== null) {
      text += piece;
      if (text.length > 100 * MOST) break;
    } else {
      const both = tail + piece;
      const at = both.indexOf(MARK);
      if (at >= 0) text = both.slice(at);
      tail = both.slice(-MARK.length);
    }
  }
  const found = (text ?? '').matchAll(/mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g);
  const merges = [];
  for (const [, left, top, right, bottom] of found) {
    if (merges.length === MOST) break;
    merges.push([Number(top), columnOf(left), Number(bottom), columnOf(right)]);
  }
  return merges;
}
