import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BlobStore, blobPath, storeUnavailable } from './blob-store.ts';

/** Blobs in a folder of this machine. A name appears only when all its bytes are on the disk. */
export class DiskBlobs implements BlobStore {
  constructor(private readonly folder: string) {}

  async put(address: string, bytes: Uint8Array): Promise<void> {
    await this.write(address, bytes).catch(storeUnavailable);
  }

  async get(address: string): Promise<Buffer | null> {
    try {
      return await readFile(join(this.folder, blobPath(address)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      return storeUnavailable(error);
    }
  }

  async delete(address: string): Promise<void> {
    await rm(join(this.folder, blobPath(address)), { force: true }).catch(storeUnavailable);
  }

  private async write(address: string, bytes: Uint8Array): Promise<void> {
    const target = join(this.folder, blobPath(address));
    const unfinished = join(this.folder, 'unfinished', randomUUID());
    for (const file of [target, unfinished]) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    try {
      await writeDurably(unfinished, bytes);
      await rename(unfinished, target);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Without it a power cut may forget the new name although the bytes are there. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
