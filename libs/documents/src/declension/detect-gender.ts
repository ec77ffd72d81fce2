import type { Gender } from './full-name.ts';

/**
 * The gender that a patronymic states: «-ич» and the Turkic «оглы», «улы» are men's, «-на» and «кызы», «гызы» women's.
 * Null when the patronymic is absent or of another make.
 */
export function genderFromPatronymic(patronymic: string | null | undefined): Gender | null {
  const word = (patronymic ?? '').trim().toLocaleLowerCase('ru');
  if (/(?:ич|[\s-](?:оглы|оглу|улы|уулу|огли))$/u.test(word)) return 'male';
  if (/(?:на|[\s-](?:кызы|гызы|қызы|кизи))$/u.test(word)) return 'female';
  return null;
}
