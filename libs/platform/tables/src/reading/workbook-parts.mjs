import { isDateFormat } from './cell-value.mjs';
import { TableFault } from './table-fault.mjs';
import { parsePart, unescapeText } from './xml-part.mjs';

const MOST_SHEETS = 1000;
const MOST_STYLES = 65_536;

/** @returns {{id: string, type: string, target: string}[]} targets as names of parts */
export async function readRelations(part, folder) {
  const found = [];
  await parsePart(part, {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== 'Relationship' || Target === undefined || TargetMode === 'External') return;
      found.push({ id: Id, type: Type ?? '', target: resolve(folder, Target) });
    },
  });
  return found;
}

function resolve(folder, target) {
  const path = target.startsWith('/') ? target.slice(1) : folder + target;
  const parts = [];
  for (const step of path.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  return parts.join('/');
}

export async function readSheets(part) {
  const sheets = [];
  let date1904 = false;
  await parsePart(part, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904);
      if (name !== 'sheet') return;
      if (sheets.length === MOST_SHEETS) throw new TableFault('tooManyParts', { limit: MOST_SHEETS });
      const relation = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
      sheets.push({ name: attributes.name ?? '', hidden: /hidden/i.test(attributes.state ?? ''), relation });
    },
  });
  return { sheets, date1904 };
}

/** @returns for each cell style `'date'`, the number of digits that it pads to, or null */
export async function readStyles(part) {
  const formats = new Map();
  const styles = [];
  let inCells = false;
  await parsePart(part, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt' && formats.size < MOST_STYLES) formats.set(numFmtId, formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells && styles.length < MOST_STYLES) styles.push(numFmtId ?? '0');
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles.map((id) => {
    const code = formats.get(id);
    if (isDateFormat(Number(id), code)) return 'date';
    return code !== undefined && /^0{2,20}$/.test(code) ? code.length : null;
  });
}

/** The table of strings; phonetic readings are left out. */
export async function readStrings(part, limits) {
  const strings = [];
  let text = '';
  let taking = false;
  let phonetic = false;
  await parsePart(part, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') taking = !phonetic;
    },
    text(piece) {
      if (!taking) return;
      text += piece;
      // Longer ones are cut only so far that the reading of the row still sees that they are too long.
      if (text.length > 8 * limits.cell) text = text.slice(0, 8 * limits.cell);
    },
    close(name) {
      if (name === 't') taking = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') strings.push(unescapeText(text));
    },
  });
  return strings;
}
