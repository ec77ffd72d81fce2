import { z } from 'zod';
import type { Keyring } from '#vault';
import type { ResponsiblePerson } from './branch-settings.contract.ts';

const OWNER = { kind: 'branch' } as const;

// Laxer than the contract on purpose: what an older contract let in must stay readable.
const stored = z.object({
  name: z.string(),
  position: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});

/** Seals under the key of the entered branch. */
export function sealResponsible(keyring: Keyring, branchId: string, person: ResponsiblePerson): Buffer {
  return keyring.seal(OWNER, placeOf(branchId), JSON.stringify(person));
}

export function openResponsible(keyring: Keyring, branchId: string, sealed: Buffer): ResponsiblePerson {
  return stored.parse(JSON.parse(keyring.open(OWNER, placeOf(branchId), sealed)));
}

function placeOf(row: string) {
  return { table: 'branches', column: 'responsible', row };
}
