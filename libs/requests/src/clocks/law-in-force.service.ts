import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Problem } from '#kernel';
import {
  bundledCalendar,
  calendarDataSchema,
  type DeadlineRule,
  deadlineRules,
  deadlineRuleSchema,
  ProductionCalendar,
} from '#law';
import { requestsProblems } from '../requests.problems.ts';

/** What terms are computed by at one moment. */
export interface Law {
  readonly calendar: ProductionCalendar;
  readonly rules: readonly DeadlineRule[];
}

/** The law as it ships with the program, with what the operator of the system has loaded laid over it. */
@Injectable()
export class LawInForce {
  /** Editions never change once they are loaded, so each is opened once. */
  private readonly calendars = new Map([[bundledCalendar.version, bundledCalendar]]);

  constructor(private readonly database: Database) {}

  /** Asked of the database each time, in one trip: all workers go by what was applied last. Joins the open transaction. */
  async now(): Promise<Law> {
    const [row] = await this.database.manager.query<{ calendar: string | null; rules: unknown[] }[]>(
      `SELECT (SELECT version FROM calendar_editions WHERE applied_at IS NOT NULL
          ORDER BY applied_at DESC, version DESC LIMIT 1) AS calendar,
        (SELECT coalesce(json_agg(content ORDER BY id, version), '[]') FROM rule_versions) AS rules`,
    );
    const loaded = (row?.rules ?? []).map((content) => deadlineRuleSchema.parse(content));
    const calendar = await this.calendar(row?.calendar ?? bundledCalendar.version);
    return { calendar, rules: loaded.length === 0 ? deadlineRules : [...deadlineRules, ...loaded] };
  }

  /** An edition that was loaded, whether applied or not. Joins. @throws Problem requests.calendar-unknown. */
  async calendar(version: string): Promise<ProductionCalendar> {
    const known = this.calendars.get(version);
    if (known !== undefined) return known;
    const [row] = await this.database.manager.query<{ data: unknown }[]>(
      'SELECT data FROM calendar_editions WHERE version = $1',
      [version],
    );
    if (row === undefined) throw new Problem(requestsProblems.calendarUnknown, { parameters: { version } });
    const calendar = new ProductionCalendar(calendarDataSchema.parse(row.data));
    this.calendars.set(version, calendar);
    return calendar;
  }
}
