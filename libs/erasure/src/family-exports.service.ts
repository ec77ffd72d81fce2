import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Families } from '#families';
import { newId, notFound } from '#kernel';
import { Outbox } from '#outbox';
import { exportFamilyJob } from './erasure.jobs.ts';
import { FamilyExportsRepository } from './family-exports.repository.ts';

/** Orders a copy of all that is held about a family (152-ФЗ ст. 14), and tells when it is ready. */
@Injectable()
export class FamilyExports {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly families: Families,
    private readonly exports: FamilyExportsRepository,
  ) {}

  /** @throws Problem not-found. */
  async order(by: Principal, familyId: string) {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const id = newId();
      await this.exports.insert(id, familyId, by.personId);
      this.audit.record({ action: 'families.export', by, subject: { type: 'export', id }, familyId });
      await this.outbox.enqueue(exportFamilyJob, { exportId: id });
      return this.get(familyId, id);
    });
  }

  /** @throws Problem not-found. */
  async get(familyId: string, id: string) {
    return this.db.transaction(async () => {
      const found = await this.exports.find(id);
      if (found?.familyId !== familyId) throw notFound();
      const { fileId, partFileIds, createdAt } = found;
      const status: 'ready' | 'waiting' = fileId === null ? 'waiting' : 'ready';
      return { id, status, fileId, partFileIds: [...partFileIds], createdAt: createdAt.toISOString() };
    });
  }
}
