import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { Audit, AuditExport } from '#audit';
import { Database } from '#database';
import { Files, type PreparedFile } from '#files';
import { type Actor, newId } from '#kernel';
import { Organisations } from '#organisations';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf, RetryLater } from '#outbox';
import { FamilyPackage, MAX_PART_BYTES } from '../family-package.ts';
import { BranchClosuresRepository } from './branch-closures.repository.ts';
import { exportBranchJob } from './closures.jobs.ts';

/** After so many families the job gives its place to others and goes on from where it was. */
const FAMILIES_AT_ONCE = 50;
const AUDIT_PART_BYTES = 20 * 1024 * 1024;

type Kind = 'branch' | 'family' | 'audit' | 'manifest';

/**
 * Packs a closed branch in parts: what it is, each family's copy under that family's own key, the log, and a manifest.
 * A family and its place in the row move on together, so a job that died repeats one family at most.
 */
@Injectable()
@HandlesJob(exportBranchJob)
export class ExportBranchHandler implements JobHandler<typeof exportBranchJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly log: AuditExport,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly organisations: Organisations,
    private readonly families: FamilyPackage,
    private readonly closures: BranchClosuresRepository,
  ) {}

  async run({ closureId }: PayloadOf<typeof exportBranchJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const { state, exportedUpTo } = await this.db.transaction(() => this.closures.lock(closureId));
    if (state !== 'exporting') {
      await this.db.transaction(() => this.outbox.finish(claim));
      return;
    }
    if ((await this.db.transaction(() => this.closures.lastPart(closureId))) === 0)
      await this.packBranch(by, closureId);
    const next = await this.db.transaction(() => this.closures.nextFamilies(exportedUpTo, FAMILIES_AT_ONCE));
    for (const familyId of next) {
      claim.signal.throwIfAborted();
      await this.packFamily(by, closureId, familyId);
    }
    if (next.length === FAMILIES_AT_ONCE) throw new RetryLater(1, 'erasure.export-goes-on');
    const parts = [...(await this.packLog(by)), await this.packManifest(by, closureId)];
    await this.db.transaction(async () => {
      await this.attach(closureId, parts);
      await this.closures.markExported(closureId);
      const count = await this.closures.lastPart(closureId);
      this.note(by, closureId, 'branches.export-ready', { parts: count });
      await this.outbox.finish(claim);
    });
  }

  private async packBranch(by: Actor, closureId: string): Promise<void> {
    const facts = await this.db.transaction(async () => ({
      branch: await this.organisations.branch(),
      ...(await this.closures.records()),
    }));
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from(JSON.stringify(facts, null, 2)), 'branch.json');
    zip.end();
    const part = await this.prepare(by, 'branch', 'Отделение.zip', await buffer(zip.outputStream));
    await this.db.transaction(async () => {
      await this.closures.count(closureId);
      await this.attach(closureId, [part]);
      this.note(by, closureId, 'branches.export', {});
    });
  }

  private async packFamily(by: Actor, closureId: string, familyId: string): Promise<void> {
    const parts: Part[] = [];
    for await (const content of this.families.parts(familyId)) {
      parts.push(await this.prepare(by, 'family', `Семья ${familyId}, ${parts.length + 1}.zip`, content, familyId));
    }
    await this.db.transaction(async () => {
      await this.attach(closureId, parts);
      await this.closures.advance(closureId, familyId);
    });
  }

  /** Pieces of one file: put together in their order they are what `verify-audit --file` reads. */
  private async packLog(by: Actor): Promise<Part[]> {
    const parts: Part[] = [];
    let pieces: Buffer[] = [];
    let bytes = 0;
    const keep = async () => {
      const name = `audit-${String(parts.length + 1).padStart(4, '0')}.jsonl`;
      parts.push(await this.prepare(by, 'audit', name, Buffer.concat(pieces)));
      pieces = [];
      bytes = 0;
    };
    for await (const piece of await this.log.begin(by, {})) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= AUDIT_PART_BYTES) await keep();
    }
    if (bytes > 0) await keep();
    return parts;
  }

  private async packManifest(by: Actor, closureId: string): Promise<Part> {
    const listed = await this.db.transaction(() => this.closures.listParts(closureId));
    const parts = listed.map(({ number, kind, size, sha256 }) => ({ number, kind, size, sha256 }));
    const content = Buffer.from(JSON.stringify({ v: 1, parts }, null, 2));
    return this.prepare(by, 'manifest', 'manifest.json', content);
  }

  private async prepare(by: Actor, kind: Kind, name: string, content: Buffer, familyId?: string): Promise<Part> {
    const file = { familyId, purpose: 'branch-export', name, content, by, maxBytes: MAX_PART_BYTES };
    return { kind, file: await this.files.prepare(file) };
  }

  private async attach(closureId: string, parts: readonly Part[]): Promise<void> {
    const last = await this.closures.lastPart(closureId);
    for (const [index, { kind, file }] of parts.entries()) {
      const { id: fileId } = await this.files.attach(file);
      await this.closures.addPart({ id: newId(), closureId, number: last + index + 1, kind, fileId });
    }
  }

  private note(by: Actor, id: string, action: string, details: Record<string, number>): void {
    this.audit.record({ action, by, subject: { type: 'closure', id }, details });
  }
}

interface Part {
  readonly kind: Kind;
  readonly file: PreparedFile;
}
