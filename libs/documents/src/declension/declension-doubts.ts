import { genderFromPatronymic } from './detect-gender.ts';
import type { Gender } from './full-name.ts';
import type { NameParts } from './declension-libraries.ts';

/** Why a person must confirm forms on which both libraries may well agree. */
export type Doubt =
  | 'gender-guessed'
  | 'gender-contradicts-patronymic'
  | 'not-plain-cyrillic'
  | 'fleeting-vowel'
  | 'soft-sign-given-name'
  | 'rare-given-name-ending';

const PLAIN = /^\p{Script=Cyrillic}+(?:-\p{Script=Cyrillic}+)*$/u;
const TURKIC_PATRONYMIC = /^\p{Script=Cyrillic}+[ -](?:оглы|оглу|улы|уулу|огли|кызы|гызы|қызы|кизи)$/iu;
/** «Заяц», «Воробей», «Кравец»: whether the vowel falls out (Зайца, Воробья) is each family's own custom. */
const FLEETING_VOWEL = /(?:ец|яц|ок|ёк|ек|ей|ень|ёл|ел)$/iu;
/** Both libraries leave «Нинель» as it is; lvovich does so with «Любовь», «Айгуль», «Гузель». */
const SOFT_SIGN = /ь$/iu;
/** «Нино», «Отто», «Хасэ»: undeclined, and lvovich takes «Нино» for a man. */
const INDECLINABLE = /[оеуюыиэ]$/iu;

export function findDoubts(parts: NameParts, gender: Gender, guessed: boolean): readonly Doubt[] {
  const doubts: Doubt[] = [];
  if (guessed) doubts.push('gender-guessed');
  const told = genderFromPatronymic(parts.patronymic);
  if (told !== null && told !== gender) doubts.push('gender-contradicts-patronymic');
  if (!plain(parts)) doubts.push('not-plain-cyrillic');
  if (gender === 'male' && FLEETING_VOWEL.test(parts.surname)) doubts.push('fleeting-vowel');
  if (gender === 'female' && SOFT_SIGN.test(parts.givenName)) doubts.push('soft-sign-given-name');
  if (INDECLINABLE.test(parts.givenName)) doubts.push('rare-given-name-ending');
  return doubts;
}

function plain(parts: NameParts): boolean {
  const patronymic = parts.patronymic;
  return (
    [parts.surname, parts.givenName].every((part) => PLAIN.test(part) && part !== part.toLocaleUpperCase('ru')) &&
    (patronymic === '' || PLAIN.test(patronymic) || TURKIC_PATRONYMIC.test(patronymic))
  );
}
