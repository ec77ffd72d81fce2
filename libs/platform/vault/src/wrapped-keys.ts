import { randomBytes } from 'node:crypto';
import type { OwnedKey } from './keyring.ts';
import { generationOf, openBox, sealBox } from './sealed-box.ts';

/** A key with its generation, in hand. */
export interface LivingKey {
  readonly generation: number;
  readonly key: Buffer;
}

export function freshKey(): Buffer {
  return randomBytes(32);
}

/** @throws Error when every generation was destroyed. */
export function newestOf(keys: readonly OwnedKey[]): LivingKey {
  const newest = keys.findLast((held) => held.key !== null);
  if (!newest?.key) throw new Error('The branch has no living key.');
  return { generation: newest.generation, key: newest.key };
}

export function newFamilyKey(branchId: string, familyId: string, branch: LivingKey) {
  return { familyId, wrapped: wrapFamilyKey(branchId, familyId, freshKey(), branch) };
}

export function wrapFamilyKey(branchId: string, familyId: string, key: Buffer, branch: LivingKey): Buffer {
  return sealBox(branch.key, branch.generation, [branchId, 'family', familyId], key);
}

/** @throws Error when the branch key that wraps it is gone; BoxRefused for another family or branch. */
export function openFamilyKey(
  branchId: string,
  row: { readonly id: string; readonly familyId: string | null; readonly wrapped: Buffer },
  branch: readonly OwnedKey[],
): Buffer {
  const wrapping = branch.find((held) => held.generation === generationOf(row.wrapped));
  if (!wrapping?.key) throw new Error(`The branch key that wraps the family key ${row.id} is gone.`);
  return openBox(wrapping.key, [branchId, 'family', row.familyId ?? ''], row.wrapped);
}
