import type { Client } from 'pg';
import {
  bundledCalendar,
  type CalendarData,
  calendarDataSchema,
  type CalendarDifference,
  calendarDifference,
  type DeadlineRule,
  deadlineRules,
  deadlineRuleSchema,
  ProductionCalendar,
} from '#law';
import { recomputeDeadlines } from '../requests.jobs.ts';
import { countMoves, type Moves } from './count-moves.ts';
import { OPEN_TERM_KEYS, OPEN_TERMS, type OpenTerm, type OpenTermRow, openTermOf } from './open-term.ts';

export interface Preview {
  readonly version: string;
  readonly difference: CalendarDifference;
  readonly branches: readonly { readonly branchId: string; readonly moves: Moves }[];
}

/** Loads and applies calendars and rules for the whole installation: the operator's work, never a branch's. */
export class CalendarEditions {
  /** @param client a login of the owner that row security does not bind. */
  constructor(private readonly client: Client) {}

  /** What loading and applying would do; changes nothing. @throws ZodError, Problem law.calendar-inconsistent. */
  async preview(edition: CalendarData): Promise<Preview> {
    const now = await this.calendarInForce();
    const after = now.withEdition(edition);
    return {
      version: after.version,
      difference: calendarDifference(now, after),
      branches: await this.movesUnder(after, await this.rules()),
    };
  }

  /** Keeps the edition, laid over the calendar in force; it decides nothing until it is applied. False: it is known. */
  async load(edition: CalendarData): Promise<boolean> {
    if (edition.version === bundledCalendar.version) return false;
    const { data } = (await this.calendarInForce()).withEdition(edition);
    const { rows } = await this.client.query(
      'INSERT INTO calendar_editions (version, data) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING version',
      [edition.version, JSON.stringify(data)],
    );
    return rows.length === 1;
  }

  /** From now on terms are counted by it; each open branch is asked to compute anew. Null: no such edition. */
  async apply(version: string): Promise<number | null> {
    return this.inTransaction(async () => {
      const { rows } = await this.client.query(
        'UPDATE calendar_editions SET applied_at = app_now() WHERE version = $1 RETURNING version',
        [version],
      );
      return rows.length === 0 ? null : this.askBranches(`calendar ${version}`);
    });
  }

  /** What loading these versions would do to the open deadlines of each branch; changes nothing. */
  async previewRules(rules: readonly DeadlineRule[]): Promise<Preview['branches']> {
    return this.movesUnder(await this.calendarInForce(), [...(await this.rules()), ...rules]);
  }

  /** New versions of rules, in force at once. Resolves to how many were new. @throws ZodError. */
  async loadRules(rules: readonly DeadlineRule[]): Promise<number> {
    return this.inTransaction(async () => {
      let added = 0;
      for (const rule of rules) {
        if (deadlineRules.some(({ id, version }) => id === rule.id && version === rule.version)) continue;
        const { rows } = await this.client.query(
          'INSERT INTO rule_versions (id, version, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id',
          [rule.id, rule.version, JSON.stringify(rule)],
        );
        added += rows.length;
      }
      if (added > 0) await this.askBranches('rules');
      return added;
    });
  }

  private async movesUnder(calendar: ProductionCalendar, rules: readonly DeadlineRule[]): Promise<Preview['branches']> {
    const { rows } = await this.client.query<OpenTermRow & { branch_id: string }>(
      `SELECT branch_id, ${OPEN_TERMS} GROUP BY branch_id, ${OPEN_TERM_KEYS} ORDER BY branch_id`,
    );
    const branches = new Map<string, OpenTerm[]>();
    for (const row of rows) branches.set(row.branch_id, [...(branches.get(row.branch_id) ?? []), openTermOf(row)]);
    return [...branches].map(([branchId, terms]) => ({ branchId, moves: countMoves(terms, { calendar, rules }) }));
  }

  private async rules(): Promise<DeadlineRule[]> {
    const { rows } = await this.client.query<{ content: unknown }>(
      'SELECT content FROM rule_versions ORDER BY id, version',
    );
    return [...deadlineRules, ...rows.map(({ content }) => deadlineRuleSchema.parse(content))];
  }

  private async calendarInForce(): Promise<ProductionCalendar> {
    const { rows } = await this.client.query<{ data: unknown }>(
      `SELECT data FROM calendar_editions WHERE applied_at IS NOT NULL ORDER BY applied_at DESC, version DESC LIMIT 1`,
    );
    return rows[0] === undefined ? bundledCalendar : new ProductionCalendar(calendarDataSchema.parse(rows[0].data));
  }

  /** One job a branch, so that a slow branch keeps none waiting. */
  private async askBranches(because: string): Promise<number> {
    const { rows } = await this.client.query(
      `INSERT INTO outbox (branch_id, id, job, payload)
        SELECT id, gen_random_uuid(), $1, jsonb_build_object('because', $2::text) FROM branches WHERE status <> 'closed'
        RETURNING id`,
      [recomputeDeadlines.name, because],
    );
    return rows.length;
  }

  private async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('BEGIN');
    try {
      const result = await work();
      await this.client.query('COMMIT');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK');
      throw error;
    }
  }
}
