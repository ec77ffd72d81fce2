import { ConfigurationError, masterInForce, type MasterKeys } from '#config';
import { MasterKey } from './master-key.ts';
import { PlatformKeys } from './platform-keys.ts';
import type { PlatformKeysRepository } from './platform-keys.repository.ts';

/**
 * The master key that the data are under, of the one or two that are given. A new system is put under the first.
 * @throws ConfigurationError that names the fingerprint expected, when none of them is the right one.
 */
export async function openMasterKey(keys: MasterKeys, repository: PlatformKeysRepository): Promise<MasterKey> {
  if ((await repository.findFingerprint()) === undefined) {
    const master = new MasterKey(keys.master);
    await repository.found(master.fingerprint, await PlatformKeys.make(master));
  }
  const expected = await repository.findFingerprint();
  if (typeof expected !== 'string') {
    throw new ConfigurationError('The keys of the system are not stored yet. Run: npm run otzyv -- migrate');
  }
  const inForce = masterInForce(keys, expected);
  return new MasterKey(inForce, inForce === keys.master ? keys.newMaster : keys.master);
}
