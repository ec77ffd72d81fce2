import type { Locale } from '#kernel';

/**
 * In which language a mail to a person is written: what is known of the person, else the first language of the branch
 * that the program writes, else Russian. Letters to institutions are no such mail and always Russian.
 * @param languages BCP 47 tags, the usual one first.
 */
export function mailLanguage(languages: readonly string[], ...known: readonly (Locale | null)[]): Locale {
  return known.find((one) => one !== null) ?? languages.map(baseOf).find(isWritten) ?? 'ru';
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

function isWritten(language: string): language is Locale {
  return language === 'ru' || language === 'en';
}
