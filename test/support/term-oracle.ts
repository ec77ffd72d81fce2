import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * A second opinion on statutory terms, written apart from the law's engine and sharing no code with it: its own table
 * of rules, its own reading of the calendar file, its own days (a plain list laid once), fixed offsets in place of the
 * zone database. It looks working days up by number where the engine walks.
 */
export interface OracleCase {
  readonly rule: string;
  readonly zone: string;
  /** Milliseconds since 1970 in UTC, or a local day `YYYY-MM-DD`. */
  readonly event: number | string;
  /** Amount of the extension in the rule's extension unit; 0 for none. */
  readonly extension?: number;
  readonly short?: boolean;
  readonly shift?: 'next_workday' | 'previous_workday' | 'none';
  readonly receipt?: 'as_received' | 'next_workday';
}

export type OracleAnswer =
  { readonly dueOn: string; readonly dueAt: number; readonly provisional: boolean } | { readonly missingYear: number };

type Row = readonly [unit: 'wd' | 'cd' | 'h', amount: number, shift: 'next' | 'no', extension?: number];

/** 152-ФЗ, 59-ФЗ and the prosecutors' instruction, copied by hand: unit, amount, shift, longest extension. */
const RULES: Readonly<Record<string, Row>> = {
  access10wd: ['wd', 10, 'no', 5],
  stop10wd: ['wd', 10, 'no', 5],
  withdraw30d: ['cd', 30, 'next'],
  destroy7wd: ['wd', 7, 'no'],
  unlawful_stop3wd: ['wd', 3, 'no'],
  unlawful_destroy10wd: ['wd', 10, 'no'],
  rectify7wd: ['wd', 7, 'no'],
  distribution3wd: ['wd', 3, 'no'],
  repeat_wait30d: ['cd', 30, 'no'],
  rkn_query10wd: ['wd', 10, 'no', 5],
  appeal_reg3d: ['cd', 3, 'no'],
  appeal_fwd7d: ['cd', 7, 'no'],
  appeal30d: ['cd', 30, 'no', 30],
  prosecutor30d: ['cd', 30, 'next', 30],
  breach24h: ['h', 24, 'no'],
  breach72h: ['h', 72, 'no'],
  objection30d: ['cd', 30, 'next'],
  purpose30d: ['cd', 30, 'next'],
};

export const oracleRuleIds: readonly string[] = Object.keys(RULES);

/** The longest extension of a rule, 0 where it has none. */
export function oracleExtension(rule: string): number {
  return RULES[rule]?.[3] ?? 0;
}

/** Hours east of UTC. Russia has changed no clock since 27.12.2020, so one number a zone holds for 2022-2028. */
const OFFSETS: Readonly<Record<string, number>> = {
  'Europe/Kaliningrad': 2,
  'Europe/Moscow': 3,
  'Europe/Kirov': 3,
  'Europe/Volgograd': 3,
  'Europe/Simferopol': 3,
  'Europe/Samara': 4,
  'Europe/Astrakhan': 4,
  'Europe/Saratov': 4,
  'Europe/Ulyanovsk': 4,
  'Asia/Yekaterinburg': 5,
  'Asia/Omsk': 6,
  'Asia/Novosibirsk': 7,
  'Asia/Barnaul': 7,
  'Asia/Tomsk': 7,
  'Asia/Novokuznetsk': 7,
  'Asia/Krasnoyarsk': 7,
  'Asia/Irkutsk': 8,
  'Asia/Chita': 9,
  'Asia/Yakutsk': 9,
  'Asia/Vladivostok': 10,
  'Asia/Magadan': 11,
  'Asia/Sakhalin': 11,
  'Asia/Srednekolymsk': 11,
  'Asia/Kamchatka': 12,
  'Asia/Anadyr': 12,
};

export const oracleZones: readonly string[] = Object.keys(OFFSETS);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST_YEAR = 2021;
const LAST_YEAR = 2029;
/** 01.01.2021 is the 18,628th day after 01.01.1970 and a Friday. */
const FIRST_DAY = 18_628;
const FRIDAY = 4;

const file = z
  .object({
    years: z.array(
      z.object({
        year: z.number(),
        status: z.string(),
        daysOff: z.array(z.string()),
        workingWeekends: z.array(z.string()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../libs/law/data/calendar-ru.json', import.meta.url), 'utf8')));

const known = new Map(file.years.map((year) => [year.year, year.status]));
const exceptions = new Set(file.years.flatMap((year) => [...year.daysOff, ...year.workingWeekends]));

/** Day number from FIRST_DAY -> spelling, year, and how many working days lie up to and including it. */
const spelling: string[] = [];
const yearAt: number[] = [];
const worksAt: boolean[] = [];
const workedUntil: number[] = [];
/** The n-th working day since FIRST_DAY -> day number. */
const workdays: number[] = [];
const numberOf = new Map<string, number>();

for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].forEach((length, month) => {
    for (let day = 1; day <= length; day += 1) {
      const number = spelling.length;
      const text = `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const usual = (number + FRIDAY) % 7 < 5;
      const works = exceptions.has(text) ? !usual : usual;
      spelling.push(text);
      yearAt.push(year);
      worksAt.push(works);
      if (works) workdays.push(number);
      workedUntil.push(workdays.length);
      numberOf.set(text, number);
    }
  });
}

/** Cases must lie in 2022-2028; outside the table the oracle has no opinion and throws. */
export function oracleDeadline(question: OracleCase): OracleAnswer {
  const rule = RULES[question.rule];
  const hours = OFFSETS[question.zone];
  if (rule === undefined || hours === undefined) throw new RangeError('the oracle knows no such rule or zone');
  const [unit, usualAmount, usualShift] = rule;
  const amount = question.short === true ? 15 : usualAmount;
  const { event } = question;

  if (unit === 'h') {
    if (typeof event === 'string') throw new RangeError('hours need an instant');
    const dueAt = event + amount * HOUR;
    return { dueOn: at(spelling, localDay(dueAt, hours)), dueAt, provisional: false };
  }

  const received = typeof event === 'string' ? numberOf.get(event) : localDay(event, hours);
  if (received === undefined) throw new RangeError('the oracle knows no such day');
  const start = question.receipt === 'next_workday' && !at(worksAt, received) ? workdayAfter(received, 1) : received;
  const extension = question.extension ?? 0;
  const end = unit === 'wd' ? workdayAfter(start, amount + extension) : start + amount + extension;

  let due = end;
  const shift = question.shift ?? (usualShift === 'next' ? 'next_workday' : 'none');
  if (!at(worksAt, end) && shift === 'next_workday') due = workdayAfter(end, 1);
  if (!at(worksAt, end) && shift === 'previous_workday') due = at(workdays, at(workedUntil, end) - 1);

  let provisional = false;
  for (let year = at(yearAt, Math.min(received, due)); year <= at(yearAt, Math.max(end, due)); year += 1) {
    const status = known.get(year);
    if (status === undefined) return { missingYear: year };
    if (status === 'provisional') provisional = true;
  }
  return { dueOn: at(spelling, due), dueAt: (FIRST_DAY + due + 1) * DAY - hours * HOUR, provisional };
}

function workdayAfter(day: number, count: number): number {
  return at(workdays, at(workedUntil, day) + count - 1);
}

function localDay(time: number, hours: number): number {
  return Math.floor((time + hours * HOUR) / DAY) - FIRST_DAY;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError('outside the oracle’s table');
  return value;
}
