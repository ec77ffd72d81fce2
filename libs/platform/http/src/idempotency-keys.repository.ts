import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';

export interface KeptAnswer {
  readonly id: string;
  readonly requestHash: Buffer;
  readonly status: number;
  readonly answerSealed: Buffer;
}

/** Keys of the current branch, inside the caller's transaction: whoever fails after the claim leaves no key behind. */
@Injectable()
export class IdempotencyKeysRepository {
  constructor(private readonly db: Database) {}

  /** Resolves to the new key's id, or null when it exists; waits for a transaction that holds the same key. */
  async claim(personId: string, key: string, requestHash: Buffer): Promise<string | null> {
    await this.forgetOld(personId, key);
    const claimed = await this.db.manager.query<{ id: string }[]>(
      `INSERT INTO idempotency_keys (id, person_id, key, request_hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (branch_id, person_id, key) DO NOTHING RETURNING id`,
      [newId(), personId, key, requestHash],
    );
    return claimed[0]?.id ?? null;
  }

  async keep(id: string, status: number, answerSealed: Buffer): Promise<void> {
    await this.db.manager.query('UPDATE idempotency_keys SET status = $2, answer_sealed = $3 WHERE id = $1', [
      id,
      status,
      answerSealed,
    ]);
  }

  async getKept(personId: string, key: string): Promise<KeptAnswer> {
    const [kept] = await this.db.manager.query<KeptAnswer[]>(
      `SELECT id, request_hash AS "requestHash", status, answer_sealed AS "answerSealed"
        FROM idempotency_keys WHERE person_id = $1 AND key = $2`,
      [personId, key],
    );
    if (kept === undefined) throw new Error('An idempotency key was neither claimed nor found.');
    return kept;
  }

  /** This key first, then some others; SKIP LOCKED, so that nobody waits for anybody's cleaning. */
  private async forgetOld(personId: string, key: string): Promise<void> {
    await this.db.manager.query(
      `DELETE FROM idempotency_keys WHERE id IN (
        SELECT id FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
          ORDER BY person_id = $1 AND key = $2 DESC LIMIT 20 FOR UPDATE SKIP LOCKED)`,
      [personId, key],
    );
  }
}
