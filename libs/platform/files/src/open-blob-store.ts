import { join } from 'node:path';
import type { Config } from '#config';
import type { BlobStore } from './blob-store.ts';
import { DiskBlobs } from './disk-blobs.ts';

/** The store that the configuration names: a bucket, or a folder of this machine. */
export async function openBlobStore({ dataDir, s3Url }: Pick<Config, 'dataDir' | 's3Url'>): Promise<BlobStore> {
  if (s3Url === undefined) return new DiskBlobs(join(dataDir, 'files'));
  // Loaded only where it is used: the client costs every start some 100 ms.
  const { S3Blobs } = await import('./s3-blobs.ts');
  return new S3Blobs(s3Url);
}
