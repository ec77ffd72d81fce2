const NBSP = '\u00a0';

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
];

/** Russian line-breaking custom: what must not be parted gets a no-break space. Changes no other character. */
export function typeset(text: string): string {
  return RULES.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text);
}
