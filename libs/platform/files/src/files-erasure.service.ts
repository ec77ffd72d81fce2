import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { BlobStore } from './blob-store.ts';
import { FilesRepository } from './files.repository.ts';
import { BLOB_STORE } from './files.service.ts';

/** Takes the files of an erased family away: names in the transaction of the erasure, contents after it. */
@Injectable()
export class FilesErasure {
  constructor(
    private readonly db: Database,
    private readonly files: FilesRepository,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /** Joins the caller's transaction; the rows stay as tombstones. Resolves to how many there were. */
  async forget(familyId: string): Promise<number> {
    return this.db.transaction(() => this.files.forget(familyId));
  }

  /**
   * Deletes the contents of what was forgotten. Safe to repeat: what is gone is gone. Returns how many were looked for.
   * @throws Error inside a transaction; Problem files.store-unavailable.
   */
  async deleteContents(familyId: string): Promise<number> {
    if (this.db.isOpen) throw new Error('A blob may not be deleted while a transaction waits for it.');
    return this.deleteAll(await this.db.transaction(() => this.files.findForgotten(familyId)));
  }

  /** Joins the caller's transaction: single files, whoever they belong to. */
  async forgetFiles(ids: readonly string[]): Promise<number> {
    return this.db.transaction(() => this.files.forgetMany(ids));
  }

  /** Joins the caller's transaction: all files of the branch but those of families and acts of destruction. */
  async forgetOfBranch(): Promise<string[]> {
    return this.db.transaction(() => this.files.forgetOfBranch());
  }

  /** The same as `deleteContents` for what `forgetFiles` forgot. */
  async deleteContentsOf(ids: readonly string[]): Promise<number> {
    if (this.db.isOpen) throw new Error('A blob may not be deleted while a transaction waits for it.');
    return this.deleteAll(await this.db.transaction(() => this.files.findForgottenOf(ids)));
  }

  private async deleteAll(addresses: readonly string[]): Promise<number> {
    for (const address of addresses) await this.blobs.delete(address);
    return addresses.length;
  }
}
