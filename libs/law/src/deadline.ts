import type { LocalDate, Localised } from '#kernel';
import type { CalendarNote } from './calendar-note.ts';
import type { DeadlineRule, ShiftRule, StartEvent, TermUnit } from './deadline-rule.schema.ts';
import type { ProductionCalendar } from './production-calendar.ts';

/** A day in the addressee's zone, or an instant that is turned into one; hour rules need the instant. */
export type TermEvent = { readonly instant: Date } | { readonly day: LocalDate };

export interface DeadlineInput {
  readonly rule: DeadlineRule;
  readonly event: TermEvent;
  /** IANA name of the addressee's zone: all days of a term are the addressee's local days. */
  readonly timeZone: string;
  readonly calendar: ProductionCalendar;
  /** True: the whole extension the rule allows. `amount` may shorten it, in the rule's extension unit. */
  readonly extension?: boolean | { readonly amount?: number; readonly reason?: string | Localised };
  /** Replaces the rule's own shift: the law on shifting is applied by analogy and practice differs. */
  readonly shift?: ShiftRule;
  /** Uses `shortAmount`: the prosecutor's 15 days when no further check is needed. */
  readonly short?: boolean;
  /** What a receipt on a non-working day counts as; `as_received` by default. Hour rules ignore it. */
  readonly receipt?: 'as_received' | 'next_workday';
}

/** How the due day was found, in order; JSON-safe, so that it can be stored and explained years later. */
export type TermStep =
  | { readonly kind: 'event'; readonly event: StartEvent; readonly on: LocalDate; readonly at: string | null }
  | { readonly kind: 'receipt_moved'; readonly from: LocalDate; readonly to: LocalDate }
  | {
      readonly kind: 'count';
      readonly unit: 'workday' | 'calendar_day';
      readonly amount: number;
      readonly firstDay: LocalDate;
      readonly lastDay: LocalDate;
      readonly week: 'five_day' | 'six_day';
      readonly notes: readonly CalendarNote[];
    }
  | {
      readonly kind: 'extension';
      readonly unit: 'workday' | 'calendar_day';
      readonly amount: number;
      readonly condition: Localised;
      readonly reason: string | Localised | null;
      readonly lastDay: LocalDate;
      readonly notes: readonly CalendarNote[];
    }
  | {
      readonly kind: 'shift';
      readonly rule: 'next_workday' | 'previous_workday';
      readonly from: LocalDate;
      readonly to: LocalDate;
      readonly notes: readonly CalendarNote[];
    }
  /** `from` and `to` are wall clocks of the addressee's zone, `YYYY-MM-DDTHH:MM`. */
  | { readonly kind: 'hours'; readonly amount: number; readonly from: string; readonly to: string };

export interface Deadline {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly calendarVersion: string;
  readonly kind: 'deadline' | 'not_before';
  readonly unit: TermUnit;
  readonly basis: string;
  readonly timeZone: string;
  /** The event's local day; counting starts the day after (ГК РФ ст. 191). */
  readonly startedOn: LocalDate;
  /** The last day of the term; `not_before` acts are allowed from the day after. */
  readonly dueOn: LocalDate;
  /** Exclusive end: the start of the day after `dueOn` in the addressee's zone; for hour rules the exact instant. */
  readonly dueAt: Date;
  /** True when a day between event and due day lies in a year whose decree is not published. */
  readonly provisional: boolean;
  readonly provisionalYears: readonly number[];
  readonly steps: readonly TermStep[];
}

/** Why a deadline was computed anew: a start that is proven better, a notice of extension, a calendar, a rule. */
export type DeadlineChange = 'better_start' | 'extension' | 'calendar' | 'rule';

/** What an explanation needs of a deadline; all of it survives JSON, so a stored deadline can be explained later. */
export interface Explainable extends Pick<
  Deadline,
  'kind' | 'basis' | 'timeZone' | 'dueOn' | 'provisionalYears' | 'steps'
> {
  /** The deadline in whose place it stands; none for the first one of its kind. */
  readonly replaces?: { readonly dueOn: LocalDate; readonly change: DeadlineChange } | undefined;
}
