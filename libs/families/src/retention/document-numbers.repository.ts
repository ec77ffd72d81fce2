import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { GuardianEntity } from '../guardian.entity.ts';
import { documentRetentionRule } from './document-retention-rule.ts';

const { daysAfterLetter, daysWithoutLetter } = documentRetentionRule;

@Injectable()
export class DocumentNumbersRepository {
  constructor(private readonly db: Database) {}

  /** By guardian; null: as long as a letter is being prepared or a legal hold stands. */
  async keptUntil(familyId: string): Promise<Map<string, Date | null>> {
    const rows = await this.db.manager.query<{ id: string; until: Date | null }[]>(
      `SELECT id, document_numbers_until(branch_id, family_id, numbers_since, $2, $3) AS until
       FROM guardians WHERE family_id = $1`,
      [familyId, daysAfterLetter, daysWithoutLetter],
    );
    return new Map(rows.map(({ id, until }) => [id, until]));
  }

  /** Locked, and only if its time has come by the database's clock; null: there is nothing to do (any more). */
  async lockDue(guardianId: string): Promise<GuardianEntity | null> {
    return this.db.manager
      .createQueryBuilder(GuardianEntity, 'g')
      .where('g.id = :guardianId AND g.holds_numbers', { guardianId })
      .andWhere('document_numbers_until(g.branch_id, g.family_id, g.numbers_since, :letter, :idle) <= app_now()', {
        letter: daysAfterLetter,
        idle: daysWithoutLetter,
      })
      .setLock('pessimistic_write')
      .getOne();
  }

  async empty({ id, personalSealed }: Pick<GuardianEntity, 'id' | 'personalSealed'>): Promise<void> {
    const emptied = { personalSealed, documentIndex: null, holdsNumbers: false, version: () => 'version + 1' };
    await this.db.manager.createQueryBuilder().update(GuardianEntity).set(emptied).where('id = :id', { id }).execute();
  }

  /** The announcement came too early: a letter is being prepared meanwhile. The next round looks again. */
  async takeBack(guardianId: string): Promise<void> {
    await this.db.manager.update(GuardianEntity, { id: guardianId }, { numbersAnnouncedAt: null });
  }
}
