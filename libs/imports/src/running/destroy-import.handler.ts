import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { FilesErasure } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { ImportRowsRepository } from '../import-rows.repository.ts';
import { ImportSchoolsRepository } from '../import-schools.repository.ts';
import { destroyImportJob } from '../imports.jobs.ts';
import { ImportsRepository } from '../imports.repository.ts';

/** Destroys the file, what was read in it and the results by line, when their time is over. The totals stay. */
@Injectable()
@HandlesJob(destroyImportJob)
export class DestroyImportHandler implements JobHandler<typeof destroyImportJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: FilesErasure,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly schools: ImportSchoolsRepository,
  ) {}

  async run({ importId }: PayloadOf<typeof destroyImportJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const fileId = await this.db.transaction(async () => {
      const row = await this.imports.lock(importId);
      if (row.destroyedAt === null) {
        await this.rows.clear(importId);
        await this.schools.clear(importId);
        await this.files.forgetFiles([row.fileId]);
        if (['checking', 'ready', 'running', 'paused'].includes(row.status)) {
          await this.imports.advance(importId, { status: 'cancelled' });
        }
        await this.imports.markDestroyed(importId);
        this.audit.record({ action: 'imports.destroy', by, subject: { type: 'import', id: importId } });
      }
      return row.fileId;
    });
    await this.files.deleteContentsOf([fileId]);
    await this.db.transaction(() => this.outbox.finish(claim));
  }
}
