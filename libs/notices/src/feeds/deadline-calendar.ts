import ical, { ICalCalendarMethod } from 'ical-generator';
import type { Locale } from '#kernel';
import type { VisibleClock } from '../clocks/visible-clock.ts';

export interface CalendarEntry extends VisibleClock {
  readonly link: string;
}

const NAMES = { ru: 'Сроки по делам', en: 'Deadlines of cases' } as const satisfies Record<Locale, string>;
const OWN_DUTY = { ru: 'Наша обязанность', en: 'A duty of ours' } as const satisfies Record<Locale, string>;
const PASSED = { ru: 'срок истёк', en: 'overdue' } as const satisfies Record<Locale, string>;

/**
 * RFC 5545. One all-day entry per term, on the day of the addressee's zone, which a date without a time keeps everywhere.
 * The same terms give the same bytes: nothing in it tells when it was asked for.
 * @param domain what the entries' ids end with.
 */
export function deadlineCalendar(entries: readonly CalendarEntry[], language: Locale, domain: string): string {
  const calendar = ical({
    name: NAMES[language],
    prodId: { company: 'Otzyv', product: 'deadlines', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  });
  for (const { key, caseNumber, title, dueOn, status, since, link } of entries) {
    const late = status === 'passed' ? ` (${PASSED[language]})` : '';
    calendar.createEvent({
      id: `${key}@${domain}`,
      // A floating date: the library takes its UTC parts.
      start: new Date(`${dueOn}T00:00:00Z`),
      allDay: true,
      timezone: 'UTC',
      stamp: since,
      lastModified: since,
      summary: `${caseNumber ?? OWN_DUTY[language]}: ${title[language]}${late}`,
      url: link,
    });
  }
  return calendar.toString();
}
