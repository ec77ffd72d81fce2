import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, FilesErasure, type PreparedFile } from '#files';
import { TableFiles } from '#imports';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { Vault } from '#vault';
import { DestructionRecords } from './destruction-records.service.ts';
import { destroyFamilyJob } from './erasure.jobs.ts';
import { Erasures } from './erasures.service.ts';
import { type ErasureRow, ErasuresRepository } from './erasures.repository.ts';
import { MergesRepository } from './merges/merges.repository.ts';
import { FamilyDataRepository } from './family-data.repository.ts';

/**
 * Destroys a family: act and log first, while names can still be read; then, in one transaction, key, values and act
 * together; then the contents of its files. A crash at any point is taken up by the next run.
 */
@Injectable()
@HandlesJob(destroyFamilyJob)
export class DestroyFamilyHandler implements JobHandler<typeof destroyFamilyJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly filesErasure: FilesErasure,
    private readonly data: FamilyDataRepository,
    private readonly erasures: ErasuresRepository,
    private readonly orders: Erasures,
    private readonly records: DestructionRecords,
    private readonly merges: MergesRepository,
    private readonly tables: TableFiles,
  ) {}

  async run({ erasureId }: PayloadOf<typeof destroyFamilyJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const order = await this.db.transaction(() => this.erasures.lock(erasureId));
    if (order.stage === 'requested') {
      const { act, log, counts } = await this.records.make(by, order);
      await this.db.transaction(() => this.destroy(by, order, { act, log, counts }));
    }
    const contents = await this.filesErasure.deleteContents(order.familyId);
    await this.db.transaction(async () => {
      await this.erasures.markCompleted(erasureId);
      this.audit.record({
        action: 'erasure.complete',
        by,
        subject: { type: 'erasure', id: erasureId },
        familyId: order.familyId,
        details: { contents },
      });
      await this.outbox.finish(claim);
    });
  }

  private async destroy(
    by: Actor,
    { id, familyId }: ErasureRow,
    { act, log, counts }: { act: PreparedFile; log: PreparedFile; counts: Readonly<Record<string, number>> },
  ): Promise<void> {
    const current = await this.erasures.lock(id);
    if (current.stage !== 'requested') return;
    // A hold that was placed after the order counts all the same; the job is repeated until it is lifted.
    const blocked = (await this.orders.blockers(familyId)).filter((blocker) => blocker !== 'erased-already');
    if (blocked.length > 0) throw new Error(`The erasure waits: ${blocked.join(', ')}.`);
    const actFile = await this.files.attach(act);
    const logFile = await this.files.attach(log);
    await this.forgetAnswers(familyId);
    // What was merged into it is the same people: the pointers that are left of them go too, and their keys.
    for (const one of [familyId, ...(await this.merges.absorbedBy(familyId))]) {
      await this.data.empty(one);
      await this.tables.destroyThoseWith(one);
      await this.filesErasure.forget(one);
      await this.vault.destroyFamilyKey(one);
    }
    await this.erasures.markDestroyed(id, actFile.id, logFile.id, counts);
    this.audit.record({
      action: 'erasure.destroy',
      by,
      subject: { type: 'erasure', id },
      familyId,
      details: { ...counts, act: actFile.sha256 },
    });
  }

  /** Answers kept for repeated calls lie under the branch's key and may hold names. */
  private async forgetAnswers(familyId: string): Promise<void> {
    const owner = { kind: 'branch' } as const;
    const keyring = await this.vault.keyring([owner]);
    const rows = await this.data.rowsOf(familyId);
    const ids = [
      familyId,
      ...Object.values(rows).flatMap((found) => found.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))),
    ];
    const answers = await this.data.keptAnswers();
    const about = answers.filter(({ id, answerSealed }) => {
      const text = keyring.open(owner, { table: 'idempotency_keys', column: 'answer', row: id }, answerSealed);
      return ids.some((one) => text.includes(one));
    });
    await this.data.forgetAnswers(about.map(({ id }) => id));
  }
}
