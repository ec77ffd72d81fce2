import type { Client } from 'pg';
import type { Keyring, KeyOwner } from '#vault';
import { generationOf } from '#vault';
import type { BlobStore } from './blob-store.ts';
import { digestOf } from './digest-of.ts';

interface StaleFile {
  readonly id: string;
  readonly familyId: string | null;
  readonly storedAs: string;
}

const BATCH = 50;

/**
 * Seals again every content that lies under an older key than its owner's newest. The new blob is written before the
 * row names it and the old one deleted after: a kill leaves at most a blob that nobody can find.
 * @param client a login past row security.
 */
export async function resealBlobs(
  client: Client,
  blobs: BlobStore,
  branchId: string,
  ring: (familyIds: readonly string[]) => Promise<Keyring>,
  onStep: () => Promise<void> | void = () => undefined,
): Promise<number> {
  for (let [total, after] = [0, '00000000-0000-0000-0000-000000000000']; ;) {
    const { rows } = await client.query<StaleFile>(
      `SELECT id, family_id AS "familyId", stored_as AS "storedAs" FROM files f
       WHERE branch_id = $1 AND id > $2 AND erased_at IS NULL AND content_generation < (SELECT max(generation)
         FROM vault_keys k WHERE k.branch_id = f.branch_id AND k.family_id IS NOT DISTINCT FROM f.family_id
           AND k.destroyed_at IS NULL)
       ORDER BY id LIMIT ${BATCH}`,
      [branchId, after],
    );
    const keys = await ring([...new Set(rows.flatMap(({ familyId }) => (familyId === null ? [] : [familyId])))]);
    for (const file of rows) await resealOne(client, blobs, { branchId, keys, onStep }, file);
    total += rows.length;
    if (rows.length < BATCH) return total;
    after = rows.at(-1)?.id ?? after;
  }
}

async function resealOne(
  client: Client,
  blobs: BlobStore,
  { branchId, keys, onStep }: { branchId: string; keys: Keyring; onStep: () => Promise<void> | void },
  { id, familyId, storedAs }: StaleFile,
): Promise<void> {
  const old = await blobs.get(storedAs);
  if (old === null) throw new Error(`The content of file ${id} is missing; restore it before exchanging keys.`);
  const owner: KeyOwner = familyId === null ? { kind: 'branch' } : { kind: 'family', familyId };
  const place = { table: 'files', column: 'content', row: id };
  const sealed = keys.sealBytes(owner, place, keys.openBytes(owner, place, old));
  const address = digestOf(sealed);
  await onStep();
  await blobs.put(address, sealed);
  await onStep();
  const { rowCount } = await client.query(
    `UPDATE files SET stored_as = $4, content_generation = $5
     WHERE branch_id = $1 AND id = $2 AND stored_as = $3 AND erased_at IS NULL`,
    [branchId, id, storedAs, address, generationOf(sealed)],
  );
  await onStep();
  // Erased or re-sealed meanwhile: then it is the new one that nobody needs.
  await blobs.delete(rowCount === 1 ? storedAs : address);
}
