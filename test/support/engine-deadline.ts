import { localDate, Problem } from '#kernel';
import { bundledCalendar, computeDeadline, ruleInForce } from '#law';
import type { OracleAnswer, OracleCase } from './term-oracle.ts';

/** What the engine says to a question of the oracle, in the oracle's own words. `compute` may be a broken engine. */
export function engineDeadline(
  { rule: id, event, zone, extension = 0, ...rest }: OracleCase,
  compute: typeof computeDeadline = computeDeadline,
): OracleAnswer {
  try {
    const { dueOn, dueAt, provisional } = compute({
      rule: ruleInForce(id, localDate('2026-01-01')),
      event: typeof event === 'string' ? { day: localDate(event) } : { instant: new Date(event) },
      timeZone: zone,
      calendar: bundledCalendar,
      extension: extension > 0 && { amount: extension },
      ...rest,
    });
    return { dueOn, dueAt: dueAt.getTime(), provisional };
  } catch (error) {
    if (error instanceof Problem && error.code === 'law.calendar-year-missing') {
      return { missingYear: Number(error.parameters['year']) };
    }
    throw error;
  }
}
