import { type DynamicModule, Module } from '@nestjs/common';
import { MasterKey } from './master-key.ts';
import { Vault } from './vault.ts';
import { VaultKeysRepository } from './vault-keys.repository.ts';

@Module({})
export class VaultModule {
  static withKeys(keys: { readonly master: Buffer }): DynamicModule {
    return {
      module: VaultModule,
      global: true,
      providers: [{ provide: MasterKey, useFactory: () => new MasterKey(keys.master) }, VaultKeysRepository, Vault],
      exports: [Vault],
    };
  }
}
