import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { newId, Problem } from '#kernel';
import { generationOf, type Keyring, type KeyOwner, Vault } from '#vault';
import type { BlobStore } from './blob-store.ts';
import { digestOf } from './digest-of.ts';
import { cleanFileName } from './file-name.ts';
import { fileProblems } from './file.problems.ts';
import { type FileRow, FilesRepository } from './files.repository.ts';
import { mediaTypeOf } from './media-type.ts';
import type { FileToStore, PreparedFile, StoredFile } from './stored-file.ts';

export const BLOB_STORE = Symbol('BlobStore');
export const MAX_FILE_BYTES = 25 * 1024 * 1024;

/** Keeps files: the blob first and outside any transaction, then the row inside the one that needs it. */
@Injectable()
export class Files {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly files: FilesRepository,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /**
   * Seals and writes the blob. Without `attach` it stays an orphan that nobody can find or read.
   * @throws Error inside a transaction; Problem files.empty, files.too-large, files.store-unavailable.
   */
  async prepare({
    purpose,
    name,
    content,
    by,
    maxBytes = MAX_FILE_BYTES,
    ...file
  }: FileToStore): Promise<PreparedFile> {
    if (this.db.isOpen) throw new Error('A blob may not be written while a transaction waits for it.');
    if (content.length === 0) throw new Problem(fileProblems.empty);
    if (content.length > maxBytes) {
      throw new Problem(fileProblems.tooLarge, { parameters: { limit: Math.floor(maxBytes / 1_048_576) } });
    }
    const id = newId();
    const familyId = file.familyId ?? null;
    const owner = ownerOf(familyId);
    const keyring = await this.vault.keyring([owner]);
    const sealed = keyring.sealBytes(owner, placeOf(id, 'content'), content);
    const storedAs = digestOf(sealed);
    const mediaType = await mediaTypeOf(content);
    await this.blobs.put(storedAs, sealed);
    const cleanName = cleanFileName(name);
    return {
      ...{ id, familyId, purpose, by, mediaType, storedAs },
      name: cleanName,
      nameSealed: keyring.seal(owner, placeOf(id, 'name'), cleanName),
      sha256: digestOf(content),
      generation: generationOf(sealed),
      size: content.length,
    };
  }

  /** Inserts the row in the caller's transaction. @throws Error outside one. */
  async attach(prepared: PreparedFile): Promise<StoredFile> {
    const row = await this.files.insert(prepared);
    this.audit.record({
      action: 'files.attach',
      by: prepared.by,
      subject: { type: 'file', id: prepared.id },
      familyId: prepared.familyId ?? undefined,
      details: { purpose: prepared.purpose, sha256: prepared.sha256, size: prepared.size },
    });
    return storedFile(row, prepared.name);
  }

  /** `prepare` and `attach` in a transaction of its own, for a file that no other row waits for. */
  async store(file: FileToStore): Promise<StoredFile> {
    const prepared = await this.prepare(file);
    return this.db.transaction(() => this.attach(prepared));
  }

  /**
   * The file and its content as it came in; the caller decides who may read and writes that to the log.
   * @throws Error inside a transaction; Problem not-found, files.quarantined, files.damaged, files.erased.
   */
  async read(id: string): Promise<{ file: StoredFile; content: Buffer }> {
    if (this.db.isOpen) throw new Error('A blob may not be read while a transaction waits for it.');
    const first = await this.find(id);
    const sealed = await this.blobs.get(first.row.storedAs);
    if (sealed !== null) return this.open(first, sealed);
    // An exchange of keys may have put another blob in the place of the one that the row named a moment ago.
    const second = await this.find(id);
    if (second.row.storedAs === first.row.storedAs) throw damaged(id);
    const moved = await this.blobs.get(second.row.storedAs);
    if (moved === null) throw damaged(id);
    return this.open(second, moved);
  }

  private async find(id: string): Promise<Found> {
    const found = await this.db.transaction(async () => {
      const row = await this.files.get(id);
      return { row, keyring: await this.vault.keyring([ownerOf(row.familyId)]) };
    });
    if (found.row.erased) throw new Problem(fileProblems.erased);
    if (found.row.status === 'quarantined') throw new Problem(fileProblems.quarantined);
    return found;
  }

  private open({ row, keyring }: Found, sealed: Buffer): { file: StoredFile; content: Buffer } {
    if (digestOf(sealed) !== row.storedAs) throw damaged(row.id);
    const file = this.unsealed(row, keyring);
    const content = keyring.openBytes(ownerOf(row.familyId), placeOf(row.id, 'content'), sealed);
    if (digestOf(content) !== row.sha256) throw damaged(row.id);
    return { file, content };
  }

  /** All files of a family that still have a content, oldest first. */
  async ofFamily(familyId: string): Promise<StoredFile[]> {
    return this.db.transaction(async () => {
      const rows = await this.files.findOfFamily(familyId);
      const keyring = await this.vault.keyring([ownerOf(familyId)]);
      return rows.map((row) => this.unsealed(row, keyring));
    });
  }

  /** The rows of these files, without their contents; what is absent or not visible is left out. */
  async describe(ids: readonly string[]): Promise<StoredFile[]> {
    return this.db.transaction(async () => {
      const rows = await this.files.findMany(ids);
      const keyring = await this.vault.keyring(rows.map((row) => ownerOf(row.familyId)));
      return rows.map((row) => this.unsealed(row, keyring));
    });
  }

  private unsealed(row: FileRow, keyring: Keyring): StoredFile {
    return storedFile(row, keyring.open(ownerOf(row.familyId), placeOf(row.id, 'name'), row.nameSealed));
  }
}

interface Found {
  readonly row: FileRow;
  readonly keyring: Keyring;
}

function storedFile(row: FileRow, name: string): StoredFile {
  const { id, familyId, purpose, sha256, size, mediaType, status, scan, createdAt } = row;
  return { id, familyId, purpose, name, sha256, size, mediaType, status, scan, createdAt };
}

function ownerOf(familyId: string | null): KeyOwner {
  return familyId === null ? { kind: 'branch' } : { kind: 'family', familyId };
}

function placeOf(row: string, column: string) {
  return { table: 'files', column, row };
}

function damaged(file: string): Problem {
  return new Problem(fileProblems.damaged, { parameters: { file } });
}
