import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { FilesErasure } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { destroyExportJob } from '../imports.jobs.ts';
import { TableExportsRepository } from './table-exports.repository.ts';

/** Destroys the file of an export when its time is over. */
@Injectable()
@HandlesJob(destroyExportJob)
export class DestroyExportHandler implements JobHandler<typeof destroyExportJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: FilesErasure,
    private readonly exports: TableExportsRepository,
  ) {}

  async run({ exportId }: PayloadOf<typeof destroyExportJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const fileIds = await this.db.transaction(async () => {
      const { fileId } = await this.exports.get(exportId);
      const ids = fileId === null ? [] : [fileId];
      await this.files.forgetFiles(ids);
      await this.exports.markDestroyed(exportId);
      this.audit.record({ action: 'exports.destroy', by, subject: { type: 'export', id: exportId } });
      return ids;
    });
    await this.files.deleteContentsOf(fileIds);
    await this.db.transaction(() => this.outbox.finish(claim));
  }
}
