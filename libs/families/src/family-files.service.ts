import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, type StoredFile } from '#files';
import type { IncomingFile } from '#http';
import { notFound } from '#kernel';
import { Families } from './families.service.ts';

/** Documents that people bring for a family: scans of signed letters, mandates, receipts. */
@Injectable()
export class FamilyFiles {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly families: Families,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem not-found, files.empty, files.too-large, http.body-too-large. */
  async upload(by: Principal, familyId: string, purpose: string, file: IncomingFile): Promise<StoredFile> {
    await this.families.assertVisible(familyId);
    const content = await buffer(file.content);
    return this.files.store({ familyId, purpose, name: file.filename, content, by });
  }

  /** The reading is in the log before the first byte is given out. @throws Problem not-found, files.quarantined. */
  async read(by: Principal, fileId: string): Promise<{ file: StoredFile; content: Buffer }> {
    await this.db.transaction(async () => {
      const [file] = await this.files.describe([fileId]);
      if (file === undefined) throw notFound();
      const subject = { type: 'file', id: fileId };
      this.audit.record({ action: 'files.read', by, subject, familyId: file.familyId ?? undefined });
    });
    return this.files.read(fileId);
  }
}
