import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, type StoredFile } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { Vault } from '#vault';
import { exportFamilyJob } from './erasure.jobs.ts';
import { exportPage } from './export-page.ts';
import { FamilyDataRepository } from './family-data.repository.ts';
import { FamilyExportsRepository } from './family-exports.repository.ts';

/** Packs all that is held about a family, opened: data as JSON, a page for people, letters, mails and documents as they are. */
@Injectable()
@HandlesJob(exportFamilyJob)
export class ExportFamilyHandler implements JobHandler<typeof exportFamilyJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly data: FamilyDataRepository,
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
    const held = await this.db.transaction(() => this.held(familyId));
    const stored = (await this.files.ofFamily(familyId)).filter(({ purpose }) => purpose !== 'family-export');
    const zip = await this.pack(held, stored);
    const file = await this.files.prepare({
      familyId,
      purpose: 'family-export',
      name: 'Копия данных.zip',
      content: zip,
      by,
    });
    await this.db.transaction(async () => {
      const { id: fileId, sha256 } = await this.files.attach(file);
      await this.exports.markReady(exportId, fileId);
      this.audit.record({
        action: 'erasure.export-ready',
        by,
        subject: { type: 'export', id: exportId },
        familyId,
        details: { files: stored.length, sha256 },
      });
      await this.outbox.finish(claim);
    });
  }

  /** Rows with what was sealed in them opened. */
  private async held(familyId: string): Promise<Record<string, Record<string, unknown>[]>> {
    const owner = { kind: 'family', familyId } as const;
    const keyring = await this.vault.keyring([owner]);
    const rows = await this.data.rowsOf(familyId);
    for (const { table, column, place, row, box } of await this.data.sealedOf(familyId)) {
      // A reply address is a key to the thread, not something that is held about the family.
      if (column === 'reply_token_sealed') continue;
      const text = keyring.open(owner, { table, column: place, row }, box);
      const target = rows[table]?.find((one) => one['id'] === row || one['family_id'] === row);
      if (target !== undefined) target[column.replace(/_sealed$/, '')] = parsed(text);
    }
    return rows;
  }

  private async pack(held: Record<string, unknown[]>, stored: readonly StoredFile[]): Promise<Buffer> {
    const zip = new ZipFile();
    const names = stored.map((file, index) => `files/${String(index + 1).padStart(3, '0')}-${file.name}`);
    zip.addBuffer(Buffer.from(JSON.stringify(held, null, 2)), 'data.json');
    zip.addBuffer(Buffer.from(exportPage(held, names)), 'index.html');
    for (const [index, { id }] of stored.entries()) {
      const { content } = await this.files.read(id);
      zip.addBuffer(content, names[index] ?? id);
    }
    zip.end();
    return buffer(zip.outputStream);
  }
}

/** Documents were sealed as JSON, single texts as they are. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // A single text, not a document.
  }
}
