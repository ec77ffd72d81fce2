const NBSP = '\u00a0';
/** Stands before and after what the layout boxes: no break inside, a break allowed at its edges. Never drawn itself. */
const BOXED = '\u2060';

const RULES: readonly (readonly [RegExp, string])[] = [
  [/(?<=^|[\s(«])(ст|ч|п|пп|абз|д|кв|корп|стр|г|ул|обл)\. (?=\S)/giu, `$1.${NBSP}`],
  [/№ (?=\S)/gu, `№${NBSP}`],
  [/(?<=\d) (?=(?:рабоч|календар|дн|месяц|г\.|л\.|экз\.|класс|«))/gu, NBSP],
  [/(?<=\d) (?=ст\.|\d+-ФЗ)/gu, NBSP],
  [/(?<=ИНН|ОГРН) (?=\d)/gu, NBSP],
  [/г\. р\./gu, `г.${NBSP}р.`],
  [/(?<=\p{Lu}\.) (?=\p{Lu}\.)/gu, NBSP],
  [/(?<=\p{Ll}) (?=\p{Lu}\.(?:\s|$|-))/gu, NBSP],
  [/(?<=^|[\s(«])([авикосу]|во|до|за|из|на|не|об|от|по|со) (?=\S)/giu, `$1${NBSP}`],
  [/ (?=—)/gu, NBSP],
  [/\d+-ФЗ/gu, `${BOXED}$&${BOXED}`],
];

/** Longer than any word that fits the address block. */
const LONG_WORD = /[^\s\u00a0\u2060]{27,}/gu;
/** At most 20 characters, up to a mark after which addresses and file names like to break. */
const PIECE = /.{0,19}[@._/-]|.{1,20}/gu;

/**
 * Russian line-breaking custom: what must not be parted gets no-break spaces, words too long for a line get
 * places to break. Changes nothing that can be seen.
 */
export function typeset(text: string): string {
  return breakLongWords(RULES.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text));
}

/** The second half of `typeset` alone, for file names, whose spaces are part of them. */
export function breakLongWords(text: string): string {
  return text.replace(LONG_WORD, (word) => word.replace(PIECE, `${BOXED}$&${BOXED}`));
}
