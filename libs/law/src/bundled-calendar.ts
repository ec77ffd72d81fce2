import content from '../data/calendar-ru.json' with { type: 'json' };
import { calendarDataSchema } from './calendar.schema.ts';
import { dataSet } from './data-set.ts';
import { ProductionCalendar } from './production-calendar.ts';

/**
 * The calendar that ships with the program: 2023-2026 final, 2027 provisional (ТК РФ ст. 112 alone, its decree was not
 * found). Five-day week, no regional holidays. Use `withYear` to lay a published decree over it.
 */
export const bundledCalendar = new ProductionCalendar(dataSet('calendar-ru.json', calendarDataSchema, content));
