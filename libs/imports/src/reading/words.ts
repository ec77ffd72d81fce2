import type { Gender, Relation } from '#families';
import { normaliseName } from '#vault';

const GENDERS = new Map<string, Gender>([
  ...['м', 'муж', 'муж.', 'мужской', 'мальчик', 'male', 'm'].map((word) => [word, 'male'] as const),
  ...['ж', 'жен', 'жен.', 'женский', 'девочка', 'female', 'f'].map((word) => [word, 'female'] as const),
]);

const RELATIONS = new Map<string, Relation>([
  ...['родитель', 'мать', 'мама', 'отец', 'папа', 'parent', 'mother', 'father'].map((w) => [w, 'parent'] as const),
  ...['усыновитель', 'удочеритель', 'adopter'].map((word) => [word, 'adopter'] as const),
  ...['опекун', 'guardian'].map((word) => [word, 'guardian'] as const),
  ...['попечитель', 'trustee'].map((word) => [word, 'trustee'] as const),
]);

/** Who is meant by «мама» or «отец» has a gender, even where no column tells it. */
const GENDER_OF_RELATION = new Map<string, Gender>([
  ...['мать', 'мама', 'mother'].map((word) => [word, 'female'] as const),
  ...['отец', 'папа', 'father'].map((word) => [word, 'male'] as const),
]);

export const genderOf = (cell: string) => GENDERS.get(normaliseName(cell)) ?? null;
export const relationOf = (cell: string) => RELATIONS.get(normaliseName(cell)) ?? null;
export const genderOfRelation = (cell: string) => GENDER_OF_RELATION.get(normaliseName(cell)) ?? null;
