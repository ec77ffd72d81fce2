import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '#config';
import { FilesErasure } from './files-erasure.service.ts';
import { FilesResealing } from './files-resealing.service.ts';
import { FilesRepository } from './files.repository.ts';
import { BLOB_STORE, Files } from './files.service.ts';
import { openBlobStore } from './open-blob-store.ts';

@Module({})
export class FilesModule {
  static at(config: Pick<Config, 'dataDir' | 's3Url'>): DynamicModule {
    return {
      module: FilesModule,
      global: true,
      providers: [
        { provide: BLOB_STORE, useFactory: () => openBlobStore(config) },
        FilesRepository,
        Files,
        FilesErasure,
        FilesResealing,
      ],
      exports: [Files, FilesErasure, FilesResealing],
    };
  }
}
