import { Buffer } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';

import { TableFault } from './table-fault.mjs';

const SAMPLE = 65_536;
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const COMPOUND = Buffer.from('D0CF11E0A1B11AE1', 'hex');
/** The name of the stream in which Office keeps a workbook that needs a password (MS-OFFCRYPTO 2.3.4). */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

const TEXT_THAT_IS_NO_TABLE = [
  [/^%PDF-/, 'PDF'],
  [/^\{\\rtf/, 'RTF'],
  [/^%!PS/, 'PostScript'],
  [/^\s*<(?:!doctype html|html|head|meta|table|body)\b/i, 'HTML'],
  [/^\s*<\?xml\b/i, 'XML'],
  [/^\s*[[{]\s*["{[]/, 'JSON'],
];

/** Says by its bytes, whatever its name, what a file is: `csv` or `xlsx`; anything else is a named fault. */
export async function inspectFile(bytes) {
  const head = bytes.head(SAMPLE);
  if (head.length === 0) throw new TableFault('empty');
  if (head.subarray(0, 4).equals(ZIP)) return 'xlsx';
  if (head.subarray(0, 8).equals(COMPOUND))
    throw new TableFault((await bytes.includes(ENCRYPTED)) ? 'encrypted' : 'oldWorkbook');
  const start = head
    .subarray(0, 1024)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  for (const [pattern, found] of TEXT_THAT_IS_NO_TABLE)
    if (pattern.test(start)) throw new TableFault('notATable', { found });
  if (looksUtf16(head) !== null || isMostlyText(head)) return 'csv';
  const sniffed = await fileTypeFromBuffer(head);
  if (sniffed !== undefined) throw new TableFault('notATable', { found: sniffed.ext.toUpperCase() });
  throw new TableFault(head.includes(0) ? 'nulBytes' : 'notText');
}

/** Letters of Latin, Russian and punctuation have one of a few high bytes, which therefore fill every other place. */
export function looksUtf16(head) {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(head.length, 4096) & ~1;
  if (length < 8 || !head.subarray(0, length).includes(0)) return null;
  const high = [0, 0];
  for (let at = 0; at < length; at += 1) if ([0x00, 0x04, 0x20, 0x21].includes(head[at])) high[at % 2] += 1;
  if (high[1] > 0.45 * length && high[0] < 0.3 * length) return 'utf-16le';
  if (high[0] > 0.45 * length && high[1] < 0.3 * length) return 'utf-16be';
  return null;
}

/** A stray control character in a note does not make a binary file; a NUL or a whole crop of them does. */
function isMostlyText(head) {
  return !head.includes(0) && head.filter(isControl).length * 50 <= head.length;
}

function isControl(byte) {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b;
}
