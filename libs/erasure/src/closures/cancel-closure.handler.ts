import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { FilesErasure } from '#files';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { BranchClosuresRepository } from './branch-closures.repository.ts';
import { cancelClosureJob } from './closures.jobs.ts';

/** The branch works again, and the copies of all its families that were made for the end go. */
@Injectable()
@HandlesJob(cancelClosureJob)
export class CancelClosureHandler implements JobHandler<typeof cancelClosureJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: FilesErasure,
    private readonly closures: BranchClosuresRepository,
  ) {}

  async run({ closureId }: PayloadOf<typeof cancelClosureJob>, claim: JobClaim): Promise<void> {
    const ids = await this.db.transaction(async () => {
      const found = (await this.closures.listParts(closureId)).map(({ fileId }) => fileId);
      const gone = await this.files.forgetFiles(found);
      if (gone > 0) {
        this.audit.record({
          action: 'branches.forget-export',
          by: { kind: 'job', job: claim.job, outboxId: claim.outboxId },
          subject: { type: 'closure', id: closureId },
          details: { parts: gone },
        });
      }
      return found;
    });
    await this.files.deleteContentsOf(ids);
    await this.db.transaction(() => this.outbox.finish(claim));
  }
}
