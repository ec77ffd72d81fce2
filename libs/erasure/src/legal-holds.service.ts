import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Families } from '#families';
import { newId, notFound, Problem } from '#kernel';
import { Vault } from '#vault';
import { erasureProblems } from './erasure.problems.ts';
import { LegalHoldsRepository } from './legal-holds.repository.ts';

/** Forbids an erasure as long as a dispute needs the data. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly families: Families,
    private readonly holds: LegalHoldsRepository,
  ) {}

  /** @throws Problem not-found, erasure.held-already, vault.key-destroyed. */
  async place(by: Principal, familyId: string, reason: string): Promise<{ id: string; placedAt: string }> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const id = newId();
      const owner = { kind: 'family', familyId } as const;
      const keyring = await this.vault.keyring([owner]);
      const sealed = keyring.seal(owner, { table: 'legal_holds', column: 'reason', row: id }, reason);
      const placedAt = await this.holds.place(id, familyId, sealed, by.personId);
      if (placedAt === null) throw new Problem(erasureProblems.heldAlready);
      this.audit.record({ action: 'families.hold', by, subject: { type: 'legal-hold', id }, familyId });
      return { id, placedAt: placedAt.toISOString() };
    });
  }

  /** @throws Problem not-found when none stands. */
  async lift(by: Principal, familyId: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const id = await this.holds.lift(familyId, by.personId);
      if (id === null) throw notFound();
      this.audit.record({ action: 'families.lift-hold', by, subject: { type: 'legal-hold', id }, familyId });
    });
  }
}
