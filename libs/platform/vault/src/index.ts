/**
 * Seals field values and files and finds them again by blind index; owns the keys of branches and families.
 * Never stores or logs a plaintext or an unwrapped key, and never decides who may read.
 */
export { foldWords } from './fold-words.ts';
export type { KeyOwner } from './key-owner.ts';
export { Keyring, type SealedPlace } from './keyring.ts';
export { KeyRotation, type KeyRotationOptions, type RotationReport } from './key-rotation.ts';
export type { KeyService } from './key-service.ts';
export { MasterKey } from './master-key.ts';
export { exchangeMasterKey, type MasterExchangeOptions } from './exchange-master-key.ts';
export { openMasterKey } from './open-master-key.ts';
export { PlatformKeys } from './platform-keys.ts';
export { PlatformKeysRepository } from './platform-keys.repository.ts';
export { storeOlderKeys } from './store-older-keys.ts';
export { generationOf } from './sealed-box.ts';
export type { SealedColumn } from './sealed-column.ts';
export { type SoughtName, soughtNames, storedNames } from './name-search.ts';
export { normaliseDocument, normaliseEmail, normaliseName, normalisePhone } from './normalise.ts';
export { type FamilyToSeal, type SealedFamily, SealingThreads } from './sealing-threads.ts';
export { type IndexPurpose, type SealedNewFamilies, Vault } from './vault.ts';
export { VaultKeysRepository } from './vault-keys.repository.ts';
export { VaultModule } from './vault.module.ts';
export { vaultProblems } from './vault.problems.ts';
