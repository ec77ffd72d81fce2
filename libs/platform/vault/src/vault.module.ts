import { type DynamicModule, Module } from '@nestjs/common';
import type { MasterKeys } from '#config';
import { MasterKey } from './master-key.ts';
import { MasterKeyWatch } from './master-key-watch.ts';
import { openMasterKey } from './open-master-key.ts';
import { PlatformKeys } from './platform-keys.ts';
import { PlatformKeysRepository } from './platform-keys.repository.ts';
import { Vault } from './vault.ts';
import { VaultKeysRepository } from './vault-keys.repository.ts';

@Module({})
export class VaultModule {
  static withKeys(keys: MasterKeys): DynamicModule {
    return {
      module: VaultModule,
      global: true,
      providers: [
        PlatformKeysRepository,
        {
          provide: MasterKey,
          inject: [PlatformKeysRepository],
          useFactory: (repository: PlatformKeysRepository) => openMasterKey(keys, repository),
        },
        {
          provide: PlatformKeys,
          inject: [PlatformKeysRepository, MasterKey],
          useFactory: async (repository: PlatformKeysRepository, master: MasterKey) =>
            PlatformKeys.open(await repository.findAll(), master),
        },
        VaultKeysRepository,
        Vault,
        MasterKeyWatch,
      ],
      exports: [Vault],
    };
  }
}
