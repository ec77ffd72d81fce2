import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '#config';
import { DiskBlobs } from './disk-blobs.ts';
import { FilesRepository } from './files.repository.ts';
import { BLOB_STORE, Files } from './files.service.ts';

@Module({})
export class FilesModule {
  static at(config: Pick<Config, 'dataDir' | 's3Url'>): DynamicModule {
    return {
      module: FilesModule,
      global: true,
      providers: [{ provide: BLOB_STORE, useFactory: () => blobStore(config) }, FilesRepository, Files],
      exports: [Files],
    };
  }
}

async function blobStore({ dataDir, s3Url }: Pick<Config, 'dataDir' | 's3Url'>) {
  if (s3Url === undefined) return new DiskBlobs(join(dataDir, 'files'));
  // Loaded only where it is used: the client costs every start some 100 ms.
  const { S3Blobs } = await import('./s3-blobs.ts');
  return new S3Blobs(s3Url);
}
