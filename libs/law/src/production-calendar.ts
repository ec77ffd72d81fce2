import { createHash } from 'node:crypto';
import { type LocalDate, Problem } from '#kernel';
import { type CalendarNote, notesOfYear } from './calendar-note.ts';
import { boundsOf, type CalendarData, type CalendarYear } from './calendar.schema.ts';
import type { DeadlineRule } from './deadline-rule.schema.ts';
import { type EpochDay, isWeekend, toEpochDay, toLocalDate, weekdayOf, yearOf } from './epoch-day.ts';
import { lawProblems } from './problems.ts';

export interface CalendarOptions {
  /**
   * `six_day` counts Saturdays as working days unless they are statutory holidays (ТК РФ ст. 112). The law does not say
   * whose week counts for a school on a six-day week, so the default is `five_day`.
   */
  readonly week?: 'five_day' | 'six_day';
  /** Regional holidays (ТК РФ ст. 6) that shall not count as working days; none by default. */
  readonly regionalHolidays?: readonly LocalDate[];
}

/** The Russian production calendar (ТК РФ ст. 112 and the yearly decrees): an immutable value with a version. */
export class ProductionCalendar {
  /** Names the data and the options: deadlines computed under equal versions are equal. */
  readonly version: string;
  readonly week: 'five_day' | 'six_day';
  readonly #data: CalendarData;
  readonly #options: CalendarOptions;
  readonly #years: ReadonlyMap<number, CalendarYear>;
  /** First day of the first year; `#days` tells of each day from there: 0 no calendar, 1 off, 2 working. */
  readonly #firstDay: EpochDay;
  readonly #days: Uint8Array;
  readonly #notes = new Map<EpochDay, CalendarNote>();
  readonly #variants = new Map<string, ProductionCalendar>();

  /** Throws Problem `law.calendar-inconsistent` when the working days of a year do not add up to `expectedWorkdays`. */
  constructor(data: CalendarData, options: CalendarOptions = {}) {
    this.#data = data;
    this.#options = options;
    this.week = options.week ?? 'five_day';
    this.version = data.version + suffixOf(options);
    this.#years = new Map(data.years.map((year) => [year.year, year]));
    const [from, to] = [Math.min(...this.#years.keys()), Math.max(...this.#years.keys())];
    this.#firstDay = boundsOf(from)[0];
    this.#days = new Uint8Array(boundsOf(to)[1] - this.#firstDay + 1);
    for (const year of data.years) this.#lay(year);
  }

  /** The same days under other options. */
  with(options: CalendarOptions): ProductionCalendar {
    return new ProductionCalendar(this.#data, { ...this.#options, ...options });
  }

  /** Adds or replaces a year, as when its decree is published; `version` names the new edition. */
  withYear(year: CalendarYear, version: string): ProductionCalendar {
    const others = this.#data.years.filter((known) => known.year !== year.year);
    return new ProductionCalendar({ ...this.#data, version, years: [...others, year] }, this.#options);
  }

  /** Lays the years and regions of another edition over this one, under its version. */
  withEdition(edition: CalendarData): ProductionCalendar {
    const [years, regions] = [new Set<number>(), new Set<string>()];
    for (const { year } of edition.years) years.add(year);
    for (const { regionCode } of edition.regions) regions.add(regionCode);
    const data = {
      ...edition,
      years: [...this.#data.years.filter(({ year }) => !years.has(year)), ...edition.years],
      regions: [...this.#data.regions.filter(({ regionCode }) => !regions.has(regionCode)), ...edition.regions],
    };
    return new ProductionCalendar(data, this.#options);
  }

  /** What it was made of, options aside; valid by `calendarDataSchema`. */
  get data(): CalendarData {
    return this.#data;
  }

  /**
   * The days as they count for a rule in a region: what the edition says of the region, unless the rule says otherwise.
   * Made once per kind and kept.
   */
  countedFor(rule: Pick<DeadlineRule, 'week' | 'regionalHolidays'>, regionCode: string | null): ProductionCalendar {
    const region = this.#data.regions.find((one) => one.regionCode === regionCode);
    const options = {
      week: rule.week ?? region?.week ?? this.week,
      regionalHolidays: rule.regionalHolidays ? (region?.holidays ?? this.#options.regionalHolidays ?? []) : [],
    };
    const name = this.#data.version + suffixOf(options);
    if (name === this.version) return this;
    const known = this.#variants.get(name) ?? new ProductionCalendar(this.#data, options);
    this.#variants.set(name, known);
    return known;
  }

  get years(): readonly number[] {
    return [...this.#years.keys()].sort((a, b) => a - b);
  }

  /** Throws Problem `law.calendar-year-missing`, as everything below does. */
  yearStatus(year: number): 'final' | 'provisional' {
    return this.#year(year).status;
  }

  isWorkday(day: LocalDate): boolean {
    return this.works(toEpochDay(day));
  }

  /** The first working day strictly after `day`. */
  nextWorkday(day: LocalDate): LocalDate {
    return this.addWorkdays(day, 1);
  }

  /** The `count`-th working day after `day`, which itself is not counted (ГК РФ ст. 191). */
  addWorkdays(day: LocalDate, count: number): LocalDate {
    return toLocalDate(this.count(toEpochDay(day), count));
  }

  /** Working days of a year under this calendar's options. */
  workdaysIn(year: number): number {
    this.#year(year);
    const [first, last] = boundsOf(year);
    let sum = 0;
    for (let day = first; day <= last; day += 1) if (this.works(day)) sum += 1;
    return sum;
  }

  /** Years whose decree is not published among those from one day to another, both inclusive. */
  provisionalYears(from: EpochDay, to: EpochDay): number[] {
    const found: number[] = [];
    for (let year = yearOf(from); year <= yearOf(to); year += 1) {
      if (this.yearStatus(year) === 'provisional') found.push(year);
    }
    return found;
  }

  works(day: EpochDay): boolean {
    const mark = this.#days[day - this.#firstDay];
    if (mark === undefined || mark === 0) throw this.#missing(yearOf(day));
    return mark === 2;
  }

  count(from: EpochDay, workdays: number): EpochDay {
    let day = from;
    for (let left = workdays; left > 0;) {
      day += 1;
      if (this.works(day)) left -= 1;
    }
    return day;
  }

  /** What a person has to know of the days from one to another, both inclusive: days off and working weekends. */
  notesBetween(from: EpochDay, to: EpochDay): CalendarNote[] {
    const found: CalendarNote[] = [];
    for (let day = from; day <= to; day += 1) {
      const note = this.#notes.get(day);
      if (note !== undefined) found.push(note);
    }
    return found;
  }

  #lay(year: CalendarYear): void {
    const [first, last] = boundsOf(year.year);
    const off = new Set(year.daysOff.map(toEpochDay));
    const on = new Set(year.workingWeekends.map(toEpochDay));
    const mark = (day: EpochDay, works: boolean) => {
      this.#days[day - this.#firstDay] = works ? 2 : 1;
    };
    let counted = 0;
    for (let day = first; day <= last; day += 1) {
      const works = isWeekend(day) ? on.has(day) : !off.has(day);
      mark(day, works);
      if (works) counted += 1;
    }
    if (counted !== year.expectedWorkdays) {
      const parameters = { year: year.year, expected: year.expectedWorkdays, counted };
      throw new Problem(lawProblems.calendarInconsistent, { parameters });
    }
    const holidays = new Set(this.#data.statutoryHolidays.days);
    for (const [day, note] of notesOfYear(year, holidays)) this.#notes.set(day, note);
    if (this.week === 'six_day') {
      for (let day = first; day <= last; day += 1) {
        if (weekdayOf(day) === 6 && !holidays.has(toLocalDate(day).slice(5))) mark(day, true);
      }
    }
    for (const holiday of this.#options.regionalHolidays ?? []) {
      const day = toEpochDay(holiday);
      if (day < first || day > last || !this.works(day)) continue;
      mark(day, false);
      this.#notes.set(day, { day: holiday, kind: 'regional_holiday', counterpart: null });
    }
  }

  #year(year: number): CalendarYear {
    const found = this.#years.get(year);
    if (found === undefined) throw this.#missing(year);
    return found;
  }

  #missing(year: number): Problem {
    return new Problem(lawProblems.calendarYearMissing, { parameters: { year } });
  }
}

function suffixOf(options: CalendarOptions): string {
  const week = options.week === 'six_day' ? '+six-day' : '';
  const days = [...new Set(options.regionalHolidays ?? [])].sort();
  if (days.length === 0) return week;
  return `${week}+regional-${createHash('sha256').update(days.join()).digest('hex').slice(0, 12)}`;
}
