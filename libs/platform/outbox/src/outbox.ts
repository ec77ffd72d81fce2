import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import type { JobDefinition, PayloadOf } from './define-job.ts';
import type { JobClaim } from './handles-job.ts';
import { refuseText } from './refuse-text.ts';

export interface EnqueueOptions {
  /** Not run before this moment of the database's clock. */
  readonly notBefore?: Date;
  /** Once ever per branch and job: a second row with the same key is not written, and the first one's id is returned. */
  readonly dedupeKey?: string;
}

/** Asks for work that happens after the commit. The row is part of the open transaction and shares its fate. */
@Injectable()
export class Outbox {
  constructor(private readonly database: Database) {}

  /**
   * Resolves to the row's id.
   * @throws Error outside a transaction.
   * @throws ZodError when the payload does not fit; Error when a value in it is not an id, code or number.
   */
  async enqueue<Definition extends JobDefinition>(
    definition: Definition,
    payload: PayloadOf<Definition>,
    { notBefore, dedupeKey }: EnqueueOptions = {},
  ): Promise<string> {
    const { manager } = this.database;
    const checked = definition.payload.parse(payload);
    refuseText(checked, definition.name);
    const id = newId();
    const written = await manager.query<{ id: string }[]>(
      `INSERT INTO outbox (id, job, payload, not_before, dedupe_key)
         VALUES ($1, $2, $3, coalesce($4, app_now()), $5)
         ON CONFLICT (branch_id, job, dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING RETURNING id`,
      [id, definition.name, JSON.stringify(checked), notBefore ?? null, dedupeKey ?? null],
    );
    return written[0]?.id ?? this.idOf(definition, dedupeKey);
  }

  /**
   * Ends the job in the handler's own open transaction, so that what it wrote and that it ran become true together.
   * @throws Error when another worker has taken over; the transaction rolls back.
   */
  async finish(claim: JobClaim): Promise<void> {
    const [row] = await this.database.manager.query<{ finished: boolean }[]>(
      'SELECT outbox_finish_here($1, $2) AS finished',
      [claim.outboxId, claim.fence],
    );
    if (row?.finished !== true) throw new Error(`The claim on ${claim.job} is no longer this worker's.`);
  }

  private async idOf(definition: JobDefinition, dedupeKey: string | undefined): Promise<string> {
    const [row] = await this.database.manager.query<{ id: string }[]>(
      'SELECT id FROM outbox WHERE job = $1 AND dedupe_key = $2',
      [definition.name, dedupeKey],
    );
    if (row === undefined) throw new Error(`The row of ${definition.name} was neither written nor found.`);
    return row.id;
  }
}
