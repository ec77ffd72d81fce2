/** A query that names people and the school of a child: «Иванова школа 14», «Иванова 14 Казань», «гимназия № 5 Петров». */
export interface NameAndSchool {
  readonly names: string;
  readonly school: string;
}

const KIND = String.raw`(?:школ\p{L}*|сош|оош|нош|сш|шк|гимнази\p{L}*|лице\p{L}*|мбоу|маоу|гбоу)`;
/** What may be repeated ends in a sign, so that no text is tried in two ways. With or without a word for what it is, and with the one- to four-figure number that a school goes by. */
const SCHOOL = String.raw`(?:${KIND}[.\s«"]+)*(?:${KIND})?(?:№\s*|n\s*)?\d{1,4}`;
const NAMES_FIRST = new RegExp(String.raw`^(?<names>\D*?\p{L}{2,}[\s,.]+)(?<school>${SCHOOL}(?:[\s,»"]\D*)?)$`, 'iu');
const SCHOOL_FIRST = new RegExp(String.raw`^(?<school>${SCHOOL})[\s,»"]+(?<names>\D*\p{L}{2,}\D*)$`, 'iu');
const ONLY_KINDS = new RegExp(String.raw`^(?:${KIND}(?:[\s.,«»"]+|$))+$`, 'iu');

/** Null when the text is not both. Pure. */
export function nameAndSchool(text: string): NameAndSchool | null {
  const typed = text.trim();
  for (const pattern of [NAMES_FIRST, SCHOOL_FIRST]) {
    const { names, school } = pattern.exec(typed)?.groups ?? {};
    if (names === undefined || school === undefined || ONLY_KINDS.test(names)) continue;
    return { names: names.trim(), school: school.trim() };
  }
  return null;
}
