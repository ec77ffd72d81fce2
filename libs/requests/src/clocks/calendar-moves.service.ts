import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Problem } from '#kernel';
import { bundledCalendar, type CalendarData, calendarDataSchema, type DeadlineRule, deadlineRules } from '#law';
import { requestsProblems } from '../requests.problems.ts';
import { countMoves, type Moves } from './count-moves.ts';
import { LawInForce } from './law-in-force.service.ts';
import { OpenDeadlinesRepository } from './open-deadlines.repository.ts';

/** Shows which calendars there are and what another one would do to the open deadlines of the branch. */
@Injectable()
export class CalendarMoves {
  constructor(
    private readonly database: Database,
    private readonly law: LawInForce,
    private readonly open: OpenDeadlinesRepository,
  ) {}

  /** Of the families that the caller sees. @throws Problem requests.calendar-unknown. */
  async count(version: string): Promise<Moves & { calendar: string }> {
    return this.database.transaction(async () => {
      const { rules } = await this.law.now();
      const calendar = await this.law.calendar(version);
      return { calendar: version, ...countMoves(await this.open.terms(), { rules, calendar }) };
    });
  }

  /** Of the families that the caller sees, under new versions of rules. @throws Problem requests.rule-version-known. */
  async countUnder(added: readonly DeadlineRule[]): Promise<Moves & { calendar: string }> {
    return this.database.transaction(async () => {
      const { rules, calendar } = await this.law.now();
      added.forEach(({ id, version }, index) => {
        if (!rules.some((rule) => rule.id === id && rule.version === version)) return;
        const parameters = { rule: id, version };
        throw new Problem(requestsProblems.ruleVersionKnown, { pointer: `/rules/${index}/version`, parameters });
      });
      const law = { calendar, rules: [...rules, ...added] };
      return { calendar: calendar.version, ...countMoves(await this.open.terms(), law) };
    });
  }

  async rules() {
    const { rules } = await this.database.transaction(() => this.law.now());
    const bundled = new Set(deadlineRules);
    const items = rules.map((rule) => ({
      rule,
      origin: bundled.has(rule) ? ('bundled' as const) : ('loaded' as const),
    }));
    return { items };
  }

  async list() {
    return this.database.transaction(async () => {
      const { calendar } = await this.law.now();
      const loaded = await this.open.editions();
      const items = [
        { version: bundledCalendar.version, loadedAt: null, appliedAt: null, years: yearsOf(bundledCalendar.data) },
        ...loaded.map(({ version, data, loadedAt, appliedAt }) => ({
          ...{ version, loadedAt: loadedAt.toISOString(), appliedAt: appliedAt?.toISOString() ?? null },
          years: yearsOf(calendarDataSchema.parse(data)),
        })),
      ];
      return { items: items.map((item) => ({ ...item, inForce: item.version === calendar.version })) };
    });
  }
}

function yearsOf({ years }: CalendarData) {
  return years.map(({ year, status, decree, confidence }) => ({ year, status, decree, confidence }));
}
