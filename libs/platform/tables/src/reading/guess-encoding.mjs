import { Buffer } from 'node:buffer';
import { TextDecoder } from 'node:util';

import { looksUtf16 } from './inspect-file.mjs';
import { TableFault } from './table-fault.mjs';

const CANDIDATES = ['windows-1251', 'ibm866', 'koi8-r'];
/** Share of each letter in Russian text, per mille, from а to я (National Corpus of the Russian Language, rounded). */
const OFTEN = [
  80, 16, 45, 17, 30, 84, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17, 3, 6,
  20,
];
const RARE = 0.05;
const SAMPLE = 65_536;

/** One pass over the whole file: UTF-8 is proven, not guessed; what is not UTF-8 is weighed by the letters it shows. */
export async function guessEncoding(bytes) {
  const wide = looksUtf16(bytes.head(4096));
  if (wide !== null) return wide;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let sample = Buffer.alloc(0);
  let valid = true;
  let seen = false;
  for await (const piece of bytes.pieces()) {
    if (piece.includes(0)) throw new TableFault('nulBytes');
    if (sample.length < SAMPLE) sample = Buffer.concat([sample, highBytes(piece).subarray(0, SAMPLE - sample.length)]);
    if (!valid) continue;
    try {
      const text = utf8.decode(piece, { stream: true });
      // A first part with many letters that is all valid cannot be an 8-bit charset; what follows is then damaged UTF-8.
      seen ||= countWide(text) > 200;
    } catch {
      valid = false;
    }
  }
  if (valid || seen) return 'utf-8';
  return CANDIDATES.map((encoding) => ({ encoding, score: likeness(new TextDecoder(encoding).decode(sample)) })).sort(
    (a, b) => b.score - a.score,
  )[0].encoding;
}

/** Only lines with letters beyond ASCII tell encodings apart. */
function highBytes(piece) {
  const at = piece.findIndex((byte) => byte >= 0x80);
  return at < 0 ? Buffer.alloc(0) : Buffer.from(piece.subarray(Math.max(0, at - 20)));
}

function countWide(text) {
  let count = 0;
  for (let at = 0; at < text.length && count <= 200; at += 1) if (text.charCodeAt(at) > 0x7f) count += 1;
  return count;
}

function likeness(text) {
  let score = 0;
  let before = '';
  for (const letter of text) {
    if (letter > '\u007f') {
      score += Math.log(frequency(letter));
      // Case turns up inside a word in the wrong charset only: koi8-r and windows-1251 hold it the other way round.
      if (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(letter)) score -= 5;
    }
    before = letter;
  }
  return score;
}

function frequency(letter) {
  const small = letter.toLowerCase();
  if (small === 'ё') return 1;
  if ('«»№–—…’”“\u00a0'.includes(letter)) return 10;
  return OFTEN[small.codePointAt(0) - 0x430] ?? RARE;
}
