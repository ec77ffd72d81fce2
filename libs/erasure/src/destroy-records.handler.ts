import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { FilesErasure } from '#files';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { Vault } from '#vault';
import { BranchClosuresRepository } from './closures/branch-closures.repository.ts';
import { destroyRecordsJob } from './erasure.jobs.ts';
import { ErasuresRepository } from './erasures.repository.ts';

/** Ends what an erasure left: after three years act, log and reason go too. The row stays, for the count. */
@Injectable()
@HandlesJob(destroyRecordsJob)
export class DestroyRecordsHandler implements JobHandler<typeof destroyRecordsJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: FilesErasure,
    private readonly vault: Vault,
    private readonly erasures: ErasuresRepository,
    private readonly closures: BranchClosuresRepository,
  ) {}

  async run({ erasureId }: PayloadOf<typeof destroyRecordsJob>, claim: JobClaim): Promise<void> {
    const ids = await this.db.transaction(async () => {
      const { actFileId, logFileId } = await this.erasures.lock(erasureId);
      const found = [actFileId, logFileId].filter((id) => id !== null);
      if (await this.erasures.endRecords(erasureId)) {
        await this.files.forgetFiles(found);
        this.audit.record({
          action: 'erasure.destroy-records',
          by: { kind: 'job', job: claim.job, outboxId: claim.outboxId },
          subject: { type: 'erasure', id: erasureId },
          details: { files: found.length },
        });
        // The acts were the last that lay under the key of an erased branch.
        if ((await this.closures.lockErased()) && (await this.closures.remaining()).acts === 0) {
          await this.vault.destroyBranchKey();
        }
      }
      return found;
    });
    await this.files.deleteContentsOf(ids);
    await this.db.transaction(() => this.outbox.finish(claim));
  }
}
