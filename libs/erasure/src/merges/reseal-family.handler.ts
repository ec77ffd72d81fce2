import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { FilesResealing } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { Vault } from '#vault';
import { resealFamilyJob } from '../erasure.jobs.ts';
import { FamilyDataRepository } from '../family-data.repository.ts';

/**
 * After a merge, or its undoing, boxes of the family still lie under the key of the other. Seals them under its own,
 * files first, and ends the inheritance in the transaction that finds nothing foreign left. Safe to repeat.
 */
@Injectable()
@HandlesJob(resealFamilyJob)
export class ResealFamilyHandler implements JobHandler<typeof resealFamilyJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly filesResealing: FilesResealing,
    private readonly data: FamilyDataRepository,
  ) {}

  async run({ familyId }: PayloadOf<typeof resealFamilyJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const files = await this.filesResealing.reseal(familyId);
    await this.db.transaction(async () => {
      const owner = { kind: 'family', familyId } as const;
      const keyring = await this.vault.keyring([owner]);
      let values = 0;
      for (const value of await this.data.lockSealedOf(familyId)) {
        const place = { table: value.table, column: value.place, row: value.row };
        if (keyring.liesUnderOwnKey(owner, place, value.box)) continue;
        await this.data.reseal(value, keyring.sealBytes(owner, place, keyring.openBytes(owner, place, value.box)));
        values += 1;
      }
      await this.vault.endInheritance(familyId);
      const subject = { type: 'family', id: familyId };
      this.audit.record({ action: 'families.reseal', by, subject, familyId, details: { values, files } });
      await this.outbox.finish(claim);
    });
  }
}
