import { z } from 'zod';
import { epochDay, isWeekend, toEpochDay } from './epoch-day.ts';
import { confidenceSchema, daySchema, provenance, textSchema } from './provenance.schema.ts';

const transferSchema = z.strictObject({
  from: daySchema,
  to: daySchema.nullable(),
  /** `decree` Government decree; `auto` ТК РФ ст. 112 ч. 2; `decree_unknown` the decree is not published yet. */
  kind: z.enum(['decree', 'auto', 'decree_unknown']),
});

/** One year of the five-day production calendar (ТК РФ ст. 112 and the Government's decree on days off). */
export const calendarYearSchema = z
  .strictObject({
    year: z.number().int().min(1992).max(2200),
    status: z.enum(['final', 'provisional']),
    statusDetail: textSchema,
    decree: textSchema.nullable(),
    decreeConfidence: confidenceSchema,
    confidence: confidenceSchema,
    sources: z.array(textSchema).min(1),
    expectedWorkdays: z.number().int().min(200).max(300),
    /** Monday to Friday that are not working days. */
    daysOff: z.array(daySchema),
    /** Saturdays and Sundays that are working days. */
    workingWeekends: z.array(daySchema),
    /** Shortened by one hour; ordinary working days for counting terms. */
    shortDays: z.array(daySchema),
    transfers: z.array(transferSchema),
    unconfirmedCandidates: z.array(textSchema),
  })
  .superRefine((data, context) => {
    const complain = (list: string, day: string, what: string) => {
      context.addIssue({ code: 'custom', path: [list], message: `${day} ${what}` });
    };
    const off = new Set(data.daysOff);
    const working = new Set(data.workingWeekends);
    for (const list of ['daysOff', 'workingWeekends', 'shortDays'] as const) {
      if (new Set(data[list]).size !== data[list].length) complain(list, 'a day', 'stands twice');
      for (const day of data[list])
        if (Number(day.slice(0, 4)) !== data.year) complain(list, day, 'is of another year');
    }
    for (const day of off) if (isWeekend(toEpochDay(day))) complain('daysOff', day, 'is a weekend day');
    for (const day of working)
      if (!isWeekend(toEpochDay(day))) complain('workingWeekends', day, 'is not a weekend day');
    for (const day of data.shortDays) {
      const works = isWeekend(toEpochDay(day)) ? working.has(day) : !off.has(day);
      if (!works) complain('shortDays', day, 'is not a working day');
    }
  });
export type CalendarYear = z.output<typeof calendarYearSchema>;

/** What a region counts otherwise; the law does not say whether it must (ТК РФ ст. 6), so nothing is built in. */
export const calendarRegionSchema = z.strictObject({
  regionCode: z.string().regex(/^\d{2}$/),
  week: z.enum(['five_day', 'six_day']).default('five_day'),
  holidays: z.array(daySchema).default([]),
  ...provenance,
});
export type CalendarRegion = z.output<typeof calendarRegionSchema>;

export const calendarDataSchema = z.strictObject({
  version: textSchema,
  week: textSchema,
  statutoryBasis: textSchema,
  semantics: z.strictObject({
    daysOff: textSchema,
    workingWeekends: textSchema,
    shortDays: textSchema,
    transfers: textSchema,
  }),
  statutoryHolidays: z.strictObject({ days: z.array(z.string().regex(/^\d{2}-\d{2}$/)).min(1), ...provenance }),
  years: z
    .array(calendarYearSchema)
    .min(1)
    .refine((years) => new Set(years.map((y) => y.year)).size === years.length, { error: 'a year stands twice' }),
  regions: z
    .array(calendarRegionSchema)
    .default([])
    .refine((rows) => new Set(rows.map((row) => row.regionCode)).size === rows.length, {
      error: 'a region stands twice',
    }),
});
export type CalendarData = z.output<typeof calendarDataSchema>;

/** First and last day of a year, both inclusive. */
export function boundsOf(year: number): readonly [first: number, last: number] {
  return [epochDay(year, 1, 1), epochDay(year, 12, 31)];
}
