import type { Database, TenantScope } from '#database';
import { openMasterKey, PlatformKeys, PlatformKeysRepository, Vault, VaultKeysRepository } from '#vault';

/**
 * Each call of what it resolves to is the vault of another process that has just started with the same keys.
 * @throws ConfigurationError when the data are under another master key.
 */
export async function vaultsOf(
  { db, scope }: { readonly db: Database; readonly scope: TenantScope },
  masterBytes: Buffer,
): Promise<() => Vault> {
  const repository = new PlatformKeysRepository(db);
  const master = await openMasterKey({ master: masterBytes }, repository);
  const platform = await PlatformKeys.open(await repository.findAll(), master);
  return () => new Vault(db, scope, master, new VaultKeysRepository(db), platform);
}
