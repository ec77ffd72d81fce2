import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import type { Actor } from '#kernel';
import { Vault } from '#vault';
import { FamilyRemovalsRepository } from './family-removals.repository.ts';

export type Removal = 'removed' | 'touched' | 'in-use';

/** Takes families back that were taken in by mistake, as long as nothing has been done with them. */
@Injectable()
export class FamilyRemovals {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly removals: FamilyRemovalsRepository,
  ) {}

  /** What became of each; in the caller's transaction, or in one of its own. */
  async remove(
    by: Actor,
    families: readonly { readonly familyId: string; readonly version: number }[],
    details: Readonly<Record<string, string>>,
  ): Promise<Map<string, Removal>> {
    return this.db.transaction(async () => {
      const untouched = await this.removals.lockUntouched(families);
      const removed = new Set<string>();
      if (untouched.length > 0 && (await this.removals.remove(untouched))) untouched.forEach((id) => removed.add(id));
      else for (const id of untouched) if (await this.removals.remove([id])) removed.add(id);
      for (const familyId of removed) {
        await this.vault.destroyFamilyKey(familyId);
        this.audit.record({
          action: 'families.remove',
          by,
          subject: { type: 'family', id: familyId },
          familyId,
          details,
        });
      }
      return new Map(
        families.map(({ familyId }) => [
          familyId,
          removed.has(familyId) ? 'removed' : untouched.includes(familyId) ? 'in-use' : 'touched',
        ]),
      );
    });
  }
}
