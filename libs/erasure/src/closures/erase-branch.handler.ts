import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { FilesErasure } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf, RetryLater } from '#outbox';
import { Vault } from '#vault';
import { Erasures } from '../erasures.service.ts';
import { BranchClosuresRepository } from './branch-closures.repository.ts';
import { eraseBranchJob } from './closures.jobs.ts';

const BATCH = 100;
const SOON_MS = 30_000;
const A_DAY_MS = 86_400_000;
const REASON = 'Отделение закрыто, срок хранения его данных истёк';

/**
 * Erases a closed branch when its time is over: each family with an act of its own, as if ordered one by one, then what
 * the branch holds beside them. Held families stay until their hold is lifted, and the branch waits for them. Rows,
 * counts, the log and the acts stay; the acts lie under the branch's key, which goes with the last of them.
 */
@Injectable()
@HandlesJob(eraseBranchJob)
export class EraseBranchHandler implements JobHandler<typeof eraseBranchJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly vault: Vault,
    private readonly files: FilesErasure,
    private readonly erasures: Erasures,
    private readonly closures: BranchClosuresRepository,
  ) {}

  async run({ closureId }: PayloadOf<typeof eraseBranchJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const { state, closedBy } = await this.db.transaction(() => this.closures.lock(closureId));
    if (state === 'erasing') {
      await this.orderFamilies(by, closedBy ?? claim.outboxId);
      const { families, underWay } = await this.db.transaction(() => this.closures.remaining());
      if (underWay > 0) throw new RetryLater(SOON_MS, 'erasure.families-under-way');
      if (families > 0) throw new RetryLater(A_DAY_MS, 'erasure.families-held');
    }
    const forgotten = await this.db.transaction(() => this.finish(by, closureId));
    await this.files.deleteContentsOf(forgotten);
    await this.db.transaction(() => this.outbox.finish(claim));
  }

  private async orderFamilies(by: Actor, orderedBy: string): Promise<void> {
    for (let found = BATCH; found === BATCH;) {
      found = await this.db.transaction(async () => {
        const ids = await this.closures.erasable(BATCH);
        for (const id of ids) await this.erasures.schedule(by, id, { orderedBy, reason: REASON });
        return ids.length;
      });
    }
  }

  private async finish(by: Actor, closureId: string): Promise<string[]> {
    const { state } = await this.closures.lock(closureId);
    if (state !== 'erasing') return [];
    const { acts } = await this.closures.remaining();
    const forgotten = await this.files.forgetOfBranch();
    await this.closures.empty();
    if (acts === 0) await this.vault.destroyBranchKey();
    const counts = { acts, files: forgotten.length };
    await this.closures.markErased(closureId, counts);
    this.audit.record({
      action: 'branches.erase',
      by,
      subject: { type: 'closure', id: closureId },
      details: { ...counts, keyDestroyed: acts === 0 },
    });
    return forgotten;
  }
}
