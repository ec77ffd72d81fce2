import { Injectable } from '@nestjs/common';
import { Database } from '#database';

@Injectable()
export class LegalHoldsRepository {
  constructor(private readonly db: Database) {}

  /** Also one that was placed on a family merged into this one. */
  async stands(familyId: string): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>('SELECT WHERE holds_of_family(current_branch(), $1)', [
      familyId,
    ]);
    return rows.length > 0;
  }

  /** Null when one stands already. */
  async place(id: string, familyId: string, reasonSealed: Buffer, by: string): Promise<Date | null> {
    const rows = await this.db.manager.query<{ placedAt: Date }[]>(
      `INSERT INTO legal_holds (id, family_id, reason_sealed, placed_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (branch_id, family_id) WHERE lifted_at IS NULL DO NOTHING RETURNING placed_at AS "placedAt"`,
      [id, familyId, reasonSealed, by],
    );
    return rows[0]?.placedAt ?? null;
  }

  async lift(familyId: string, by: string): Promise<string | null> {
    const [rows] = await this.db.manager.query<[{ id: string }[], number]>(
      `UPDATE legal_holds SET lifted_at = app_now(), lifted_by = $2
       WHERE family_id = $1 AND lifted_at IS NULL RETURNING id`,
      [familyId, by],
    );
    return rows[0]?.id ?? null;
  }
}
