const LATIN = 'ABCEHKMOPTXYacekmopxy';
const RUSSIAN = 'АВСЕНКМОРТХУасекморху';
const toRussian = new Map(Array.from(LATIN, (letter, at) => [letter, RUSSIAN.charAt(at)]));
const toLatin = new Map(Array.from(RUSSIAN, (letter, at) => [letter, LATIN.charAt(at)]));

export interface Folded {
  readonly text: string;
  readonly changed: boolean;
}

/** Latin letters that look Russian become Russian, in words that have Russian letters or stand among such words. */
export function foldToRussian(text: string): Folded {
  if (!/[a-z]/i.test(text)) return { text, changed: false };
  const among = /\p{Script=Cyrillic}/u.test(text);
  const folded = text.replace(/[\p{L}]+/gu, (word) => {
    const mixed = /\p{Script=Cyrillic}/u.test(word);
    const letters = Array.from(word);
    const foldable = letters.every((letter) => !/[a-z]/i.test(letter) || toRussian.has(letter));
    return foldable && (mixed || among || letters.length === 1)
      ? letters.map((letter) => toRussian.get(letter) ?? letter).join('')
      : word;
  });
  return { text: folded, changed: folded !== text };
}

/** The reverse, for what must be Latin. */
export function foldToLatin(text: string): Folded {
  const folded = Array.from(text, (letter) => toLatin.get(letter) ?? letter).join('');
  return { text: folded, changed: folded !== text };
}
