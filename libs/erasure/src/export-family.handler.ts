import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, type PreparedFile } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { exportFamilyJob } from './erasure.jobs.ts';
import { FamilyExportsRepository } from './family-exports.repository.ts';
import { FamilyPackage, MAX_PART_BYTES } from './family-package.ts';

/** Packs a family's copy and keeps its parts as files of the family. */
@Injectable()
@HandlesJob(exportFamilyJob)
export class ExportFamilyHandler implements JobHandler<typeof exportFamilyJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly families: FamilyPackage,
    private readonly exports: FamilyExportsRepository,
  ) {}

  async run({ exportId }: PayloadOf<typeof exportFamilyJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const order = await this.db.transaction(() => this.exports.find(exportId));
    if (order?.fileId !== null) {
      await this.db.transaction(() => this.outbox.finish(claim));
      return;
    }
    const { familyId } = order;
    const parts: PreparedFile[] = [];
    for await (const content of this.families.parts(familyId)) {
      const name = parts.length === 0 ? 'Копия данных.zip' : `Копия данных, часть ${parts.length + 1}.zip`;
      const file = { familyId, purpose: 'family-export', name, content, by, maxBytes: MAX_PART_BYTES };
      parts.push(await this.files.prepare(file));
    }
    await this.db.transaction(async () => {
      for (const part of parts) await this.files.attach(part);
      await this.exports.markReady(
        exportId,
        parts.map(({ id }) => id),
      );
      this.audit.record({
        action: 'erasure.export-ready',
        by,
        subject: { type: 'export', id: exportId },
        familyId,
        details: { parts: parts.length, sha256: parts[0]?.sha256 ?? '' },
      });
      await this.outbox.finish(claim);
    });
  }
}
