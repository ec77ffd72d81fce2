import type { LocalDate, Localised } from '#kernel';

/** A running or missed term as its reader may see it: a case number, a kind, a day. */
export interface VisibleClock {
  /** The same for all rows that took each other's place, so that a moved date moves an entry instead of adding one. */
  readonly key: string;
  /** Null for a duty of our own, which belongs to no case. */
  readonly caseNumber: string | null;
  readonly title: Localised;
  /** In the zone of the addressee. */
  readonly dueOn: LocalDate;
  readonly status: 'armed' | 'passed';
  /** When this state of it came about. */
  readonly since: Date;
  /** Below the branch: `/requests/…`. */
  readonly path: string;
}
