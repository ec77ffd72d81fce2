import { formatRussianDay, isLocalDate } from '#kernel';
import { accusativeOfBody } from '../declension/accusative-of-body.ts';
import { declinedNameSchema } from '../declension/declined-name.schema.ts';
import { longRussianDay } from './long-russian-day.ts';
import { termSchema } from './parties.schema.ts';

const RELATIONS: Readonly<Record<string, string>> = {
  parent: 'родителем',
  adopter: 'усыновителем',
  guardian: 'опекуном',
  trustee: 'попечителем',
};

/** What wording may do with values beyond Liquid's own filters. Each refuses what it does not know. */
export const wordingFilters = {
  /** `2026-11-24` as 24.11.2026. */
  day: (value: unknown): string => {
    if (typeof value === 'string' && isLocalDate(value)) return formatRussianDay(value);
    throw new TypeError('day: not a calendar day');
  },
  /** `2026-11-24` as «24 ноября 2026 г.». */
  long_day: (value: unknown): string => {
    if (typeof value === 'string' && isLocalDate(value)) return longRussianDay(value);
    throw new TypeError('long_day: not a calendar day');
  },
  /** The name of a body after «В»: «Городскую администрацию», «Управление …». */
  accusative: (value: unknown): string => accusativeOfBody(String(value)),
  /** «Прокуратура Ленинского района» as «Прокурору Ленинского района». */
  to_prosecutor: (value: unknown): string => {
    const name = String(value);
    return /^Прокуратура /u.test(name) ? name.replace(/^Прокуратура/u, 'Прокурору') : `Прокурору (${name})`;
  },
  /** Instrumental: «родителем». */
  relation: (value: unknown): string => {
    const word = RELATIONS[String(value)];
    if (word === undefined) throw new TypeError('relation: unknown');
    return word;
  },
  /** A name in one of its case forms: `{{ letter.guardian.name | name_in: 'dative' }}`. */
  name_in: (value: unknown, form: unknown): string => {
    const name = declinedNameSchema.parse(value);
    if (form === 'nominative' || form === 'genitive' || form === 'dative' || form === 'initials') return name[form];
    throw new TypeError('name_in: nominative, genitive, dative or initials');
  },
  by_gender: (value: unknown, male: string, female: string): string => (value === 'female' ? female : male),
  /** After «не более»: «10 рабочих дней», «1 месяца». */
  term: (value: unknown): string => {
    const { amount, unit } = termSchema.parse(value);
    const one = amount % 10 === 1 && amount % 100 !== 11;
    if (unit === 'month') return `${amount} ${one ? 'месяца' : 'месяцев'}`;
    if (unit === 'working-day') return `${amount} ${one ? 'рабочего дня' : 'рабочих дней'}`;
    return `${amount} ${one ? 'календарного дня' : 'календарных дней'}`;
  },
};
