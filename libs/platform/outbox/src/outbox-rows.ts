import { Pool } from 'pg';

/** What a queue entry carries, and all that it carries. */
export interface EntryData {
  readonly branchId: string;
  readonly outboxId: string;
}

export interface DueRow extends EntryData {
  readonly job: string;
  readonly announcement: number;
}

export interface ClaimedRow extends EntryData {
  readonly fence: number;
  readonly job: string;
  readonly payload: unknown;
  readonly attempt: number;
  /** How many of the attempts ended with the handler's own wish to look later. */
  readonly deferrals: number;
}

/** `unknown`: no such row in that branch. `held`: another worker has it. `early`: not due. `over`: done or failed. */
export type RefusedClaim = 'unknown' | 'held' | 'early' | 'over';

export interface QueueBacklog {
  readonly queue: string;
  readonly due: number;
  readonly running: number;
  readonly oldestDueSeconds: number;
}

const TIMEOUTS = '-c statement_timeout=15000 -c lock_timeout=5000 -c timezone=UTC';

/** The relay login's narrow view of the outbox: definer functions only, no table. Every change names its fence. */
export class OutboxRows {
  private readonly pool: Pool;

  constructor(relayUrl: string, onIdleError: (error: Error) => void) {
    this.pool = new Pool({
      connectionString: relayUrl,
      max: 8,
      connectionTimeoutMillis: 5000,
      application_name: 'otzyv-outbox',
      options: TIMEOUTS,
    });
    this.pool.on('error', onIdleError);
  }

  async due(queue: string, limit: number, againAfterMs: number): Promise<DueRow[]> {
    const { rows } = await this.pool.query<DueRow>(
      `SELECT branch_id AS "branchId", outbox_id AS "outboxId", job, announcement
         FROM outbox_due($1, $2, $3 * interval '1 millisecond')`,
      [queue, limit, againAfterMs],
    );
    return rows;
  }

  async claim({ branchId, outboxId }: EntryData, leaseMs: number): Promise<ClaimedRow | RefusedClaim> {
    const { rows } = await this.pool.query<
      Omit<ClaimedRow, 'fence' | keyof EntryData> & { verdict: 'claimed' | RefusedClaim; fence: string }
    >('SELECT * FROM outbox_claim($1, $2, $3)', [branchId, outboxId, leaseMs]);
    const row = rows[0];
    if (row === undefined) throw new Error('outbox_claim answered nothing.');
    if (row.verdict !== 'claimed') return row.verdict;
    const { job, payload, attempt, deferrals } = row;
    return { branchId, outboxId, fence: Number(row.fence), job, payload, attempt, deferrals };
  }

  /** A claim that no row of that branch answered: told to the branch that has it, in its log. False: none has it. */
  async noteForeign({ branchId, outboxId }: EntryData): Promise<boolean> {
    const { rows } = await this.pool.query<{ noted: boolean }>('SELECT outbox_note_foreign($1, $2) AS noted', [
      branchId,
      outboxId,
    ]);
    return rows[0]?.noted === true;
  }

  extend(row: ClaimedRow, leaseMs: number): Promise<boolean> {
    return this.change('SELECT outbox_extend($1, $2, $3, $4) AS ok', row, [leaseMs]);
  }

  finish(row: ClaimedRow): Promise<boolean> {
    return this.change('SELECT outbox_finish($1, $2, $3) AS ok', row, []);
  }

  /** @param when a moment of the database's clock, or milliseconds from now by that clock. */
  retry(row: ClaimedRow, when: Date | number, code: string, options: { deferral: boolean }): Promise<boolean> {
    const [moment, delayMs] = typeof when === 'number' ? [null, Math.round(when)] : [when, null];
    return this.change('SELECT outbox_retry($1, $2, $3, $4, $5, $6, $7) AS ok', row, [
      moment,
      delayMs,
      code,
      options.deferral,
    ]);
  }

  fail(row: ClaimedRow, code: string): Promise<boolean> {
    return this.change('SELECT outbox_fail($1, $2, $3, $4) AS ok', row, [code]);
  }

  /** Due and running rows per queue, all branches together: numbers only. */
  async backlog(): Promise<QueueBacklog[]> {
    const { rows } = await this.pool.query<{ queue: string; due: string; running: string; age: number }>(
      'SELECT queue, due, running, oldest_due_seconds AS age FROM outbox_backlog()',
    );
    return rows.map((row) => ({
      queue: row.queue,
      due: Number(row.due),
      running: Number(row.running),
      oldestDueSeconds: row.age,
    }));
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async change(sql: string, row: ClaimedRow, more: readonly unknown[]): Promise<boolean> {
    const { rows } = await this.pool.query<{ ok: boolean }>(sql, [row.branchId, row.outboxId, row.fence, ...more]);
    return rows[0]?.ok === true;
  }
}
