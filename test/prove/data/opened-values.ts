import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Database, runtimeDataSource, TenantScope } from '#database';
import { sealedColumns } from '#erasure';
import { DiskBlobs } from '#files';
import type { KeyOwner, Keyring, SealedPlace } from '#vault';
import { vaultsOf } from '../../support/vaults-of.ts';

export interface Reading {
  /** As the runtime login. */
  readonly appUrl: string;
  readonly branchId: string;
  /** A member who sees the branch. */
  readonly personId: string;
  readonly master: Buffer;
  /** Folder of the stored files. */
  readonly files: string;
}

export interface Opened {
  readonly familyId: string | null;
  /** SHA-256 of what was sealed; null: it did not open. */
  readonly digest: string | null;
}

interface Row {
  readonly row: string;
  readonly family: string | null;
  readonly box: Buffer | null;
  readonly address: string | null;
}

/** Opens every sealed value and every file of the branch as the program would; what is emptied is left out. */
export async function openValues({ appUrl, branchId, personId, master, files }: Reading): Promise<Map<string, Opened>> {
  const source = await runtimeDataSource({ url: appUrl, pool: 2, entities: [] }).initialize();
  const scope = new TenantScope();
  const db = new Database(source, scope);
  const blobs = new DiskBlobs(files);
  const values = new Map<string, Opened>();
  try {
    const vault = (await vaultsOf({ db, scope }, master))();
    await scope.run({ branchId, entry: { kind: 'person', personId } }, async () => {
      for (const { table, column, place, row: id, owner } of sealedColumns) {
        if (owner === 'platform') continue;
        const family = owner === 'branch' ? 'NULL::uuid' : owner.familyColumn;
        const address = table === 'files' ? 'stored_as' : 'NULL';
        const rows = await db.transaction((tx) =>
          tx.query<Row[]>(
            `SELECT ${id} AS row, ${family} AS family, ${column} AS box, ${address} AS address FROM ${table}`,
          ),
        );
        const families = [...new Set(rows.flatMap((found) => (found.family === null ? [] : [found.family])))];
        const ring = await vault.keyring([
          { kind: 'branch' },
          ...families.map((familyId) => ({ kind: 'family', familyId }) as const),
        ]);
        for (const { row, family: familyId, box, address: blob } of rows) {
          const key: KeyOwner = familyId === null ? { kind: 'branch' } : { kind: 'family', familyId };
          if (box !== null && box.length > 0) {
            const digest = digestOf(ring, key, { table, column: place, row }, box);
            values.set(`${table}.${column} ${row}`, { familyId, digest });
          }
          const content = blob === null ? null : await blobs.get(blob);
          if (content !== null) {
            const digest = digestOf(ring, key, { table, column: 'content', row }, content);
            values.set(`content ${row}`, { familyId, digest });
          }
        }
      }
    });
    return values;
  } finally {
    await source.destroy();
  }
}

/** The folder of the stored files in a data folder. */
export function filesIn(dataDir: string): string {
  return join(dataDir, 'files');
}

function digestOf(ring: Keyring, owner: KeyOwner, place: SealedPlace, box: Buffer): string | null {
  try {
    return createHash('sha256')
      .update(ring.openBytes(owner, place, box))
      .digest('hex');
  } catch {
    return null; // Refused; the caller decides whether it should have been.
  }
}
