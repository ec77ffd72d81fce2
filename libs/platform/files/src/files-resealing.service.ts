import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#database';
import { generationOf, type KeyOwner, Vault } from '#vault';
import type { BlobStore } from './blob-store.ts';
import { digestOf } from './digest-of.ts';
import { FilesRepository } from './files.repository.ts';
import { BLOB_STORE } from './files.service.ts';

/** Seals contents of a family's files under its own key, where they came from a family that was merged with it. */
@Injectable()
export class FilesResealing {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly files: FilesRepository,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /**
   * For a job of the branch. Safe to repeat: what lies under the own key is left. Resolves to how many were sealed anew.
   * @throws Error inside a transaction, or when a content is missing.
   */
  async reseal(familyId: string): Promise<number> {
    if (this.db.isOpen) throw new Error('A blob may not be written while a transaction waits for it.');
    const owner: KeyOwner = { kind: 'family', familyId };
    const rows = await this.db.transaction(() => this.files.findOfFamily(familyId));
    const keyring = await this.vault.keyring([owner]);
    let count = 0;
    for (const { id, storedAs } of rows) {
      const place = { table: 'files', column: 'content', row: id };
      const old = await this.blobs.get(storedAs);
      if (old === null) throw new Error(`The content of file ${id} is missing.`);
      if (keyring.liesUnderOwnKey(owner, place, old)) continue;
      const sealed = keyring.sealBytes(owner, place, keyring.openBytes(owner, place, old));
      const address = digestOf(sealed);
      await this.blobs.put(address, sealed);
      const replaced = await this.db.transaction(() =>
        this.files.replaceContent(id, storedAs, address, generationOf(sealed)),
      );
      // Erased or sealed again meanwhile: then it is the new one that nobody needs.
      await this.blobs.delete(replaced ? storedAs : address);
      count += 1;
    }
    return count;
  }
}
