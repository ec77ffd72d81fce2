import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import type { AttemptOutcome } from './delivery-attempt.entity.ts';
import type { MessageState } from './message-state.ts';

/** A message in this worker's hands. */
export interface Taken {
  readonly messageId: string;
  readonly familyId: string;
  readonly threadId: string;
  readonly fence: number;
  readonly attemptId: string;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly messageIdHeader: string;
  readonly contentSealed: Buffer;
  readonly rawFileId: string | null;
  /** Milliseconds since an earlier worker passed the point of no return and was not heard of again; null: none did. */
  readonly handedOverFor: number | null;
  /** By the application's clock. */
  readonly now: Date;
}

export interface AttemptEnd {
  readonly outcome: AttemptOutcome;
  readonly phase: string;
  readonly response: string;
}

/**
 * Every write of a hand-over says which fence it holds. The outbox lets only the current holder of the job in; the fence
 * of the message also keeps two jobs of one message apart, as after a person's decision to send it again.
 */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly db: Database) {}

  /** Takes the message over, whoever held it. Null when there is nothing left to send. */
  async take(messageId: string): Promise<Taken | null> {
    const [rows] = await this.db.manager.query<[Omit<Taken, 'attemptId' | 'attempts'>[], number]>(
      `UPDATE messages SET state = 'sending', fence = fence + 1
         WHERE id = $1 AND direction = 'outbound' AND channel = 'email' AND state IN ('queued', 'sending')
         RETURNING id AS "messageId", family_id AS "familyId", thread_id AS "threadId", fence::float8 AS fence,
           message_id_header AS "messageIdHeader", content_sealed AS "contentSealed", raw_file_id AS "rawFileId",
           (extract(epoch FROM clock_timestamp() - handed_over_at) * 1000)::float8 AS "handedOverFor",
           app_now() AS now`,
      [messageId],
    );
    const [taken] = rows;
    if (taken === undefined) return null;
    const attemptId = newId();
    await this.db.manager.query(
      'INSERT INTO delivery_attempts (id, message_id, family_id, fence) VALUES ($1, $2, $3, $4)',
      [attemptId, messageId, taken.familyId, taken.fence],
    );
    const counted = await this.db.manager.query<{ attempts: number }[]>(
      'SELECT count(*)::int AS attempts FROM delivery_attempts WHERE message_id = $1',
      [messageId],
    );
    return { ...taken, attemptId, attempts: counted[0]?.attempts ?? 1 };
  }

  /** False when another worker has taken over. */
  async keepRaw({ messageId, fence }: Taken, rawFileId: string): Promise<boolean> {
    return this.change('raw_file_id = $3 WHERE id = $1 AND fence = $2 AND raw_file_id IS NULL', [
      messageId,
      fence,
      rawFileId,
    ]);
  }

  /**
   * The point of no return, by the real clock: moving the application's must not make a hand-over look long past.
   * False when another worker has taken over.
   */
  async handOver({ messageId, fence }: Taken): Promise<boolean> {
    return this.change(
      `handed_over_at = clock_timestamp() WHERE id = $1 AND fence = $2 AND state = 'sending' AND handed_over_at IS NULL`,
      [messageId, fence],
    );
  }

  /** The earlier worker's hand-over is proven not to have happened. */
  async forgetHandOver({ messageId, fence }: Taken): Promise<boolean> {
    return this.change(`handed_over_at = NULL WHERE id = $1 AND fence = $2 AND state = 'sending'`, [messageId, fence]);
  }

  /** Moves the message on and ends the attempt. False when another worker has taken over. */
  async end(taken: Taken, state: MessageState, end: AttemptEnd): Promise<boolean> {
    const moved = await this.change(
      `state = $3, server_response = $4,
         sent_at = CASE WHEN $3 = 'sent' THEN app_now() END,
         handed_over_at = CASE WHEN $3 IN ('queued', 'failed', 'refused') THEN NULL ELSE handed_over_at END
         WHERE id = $1 AND fence = $2 AND state = 'sending'`,
      [taken.messageId, taken.fence, state, end.response],
    );
    if (moved) await this.noteEnd(taken, end);
    return moved;
  }

  /** The evidence of an attempt whose hand-over stays undecided. False when another worker has taken over. */
  async endAttempt(taken: Taken, end: AttemptEnd): Promise<boolean> {
    const { messageId, fence } = taken;
    const ours = await this.change(`server_response = $3 WHERE id = $1 AND fence = $2 AND state = 'sending'`, [
      messageId,
      fence,
      end.response,
    ]);
    if (ours) await this.noteEnd(taken, end);
    return ours;
  }

  private async noteEnd({ attemptId }: Taken, { outcome, phase, response }: AttemptEnd): Promise<void> {
    await this.db.manager.query(
      `UPDATE delivery_attempts SET finished_at = app_now(), outcome = $2, phase = $3, response = $4 WHERE id = $1`,
      [attemptId, outcome, phase, response],
    );
  }

  private async change(assignments: string, parameters: unknown[]): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      `UPDATE messages SET ${assignments}`,
      parameters,
    );
    return count === 1;
  }
}
