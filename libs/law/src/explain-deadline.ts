import type { Locale } from '#kernel';
import type { Explainable } from './deadline.ts';
import { explainInEnglish } from './explain-in-english.ts';
import { explainInRussian } from './explain-in-russian.ts';

/**
 * Tells in whole sentences how a deadline was found: the event, the term and its legal basis, the days that broke the
 * weekly rhythm, extension, shift (ГК РФ ст. 191, 193, 194), the end and, where a decree is missing, a warning.
 */
export function explainDeadline(deadline: Explainable, locale: Locale): string[] {
  return locale === 'ru' ? explainInRussian(deadline) : explainInEnglish(deadline);
}
