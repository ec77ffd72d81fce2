import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { sealedColumns } from '#erasure';
import { DiskBlobs } from '#files';
import { newId } from '#kernel';
import { generationOf, type KeyOwner, type SealedPlace, type Vault } from '#vault';
import { type Branches, createBranches } from '../../support/test-branches.ts';
import { vaultsOf } from '../../support/vaults-of.ts';

/** One sealed value and where it stands. */
export interface Box {
  readonly branchId: string;
  readonly owner: KeyOwner;
  readonly place: SealedPlace;
  readonly plain: string;
  readonly where: { readonly table: string; readonly column: string; readonly row: string } | { readonly file: string };
}

const OTHER_COLUMNS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  idempotency_keys: [
    ['person_id', 'gen_random_uuid()'],
    ['key', "'12345678'"],
    ['request_hash', "'\\x00'"],
    ['status', '200'],
  ],
  files: [
    ...([
      ['purpose', "'letter'"],
      ['sha256', "sha256('x')"],
      ['size', '1'],
      ['media_type', "'text/plain'"],
    ] as const),
    ['stored_as', "repeat('0', 64)"],
    ['created_by_kind', "'person'"],
    ['created_by', 'gen_random_uuid()'],
  ],
  families: [
    ['number', 'floor(random() * 1e9)'],
    ['data_source', "'guardian'"],
    ['created_by', 'gen_random_uuid()'],
  ],
  sealed_families: [['sealed_by', 'gen_random_uuid()']],
  family_assignments: [
    ['person_id', 'gen_random_uuid()'],
    ['assigned_by', 'gen_random_uuid()'],
  ],
  guardians: [
    ['relation', "'parent'"],
    ['gender', "'female'"],
  ],
  children: [['gender', "'female'"]],
  threads: [
    ['authority_id', 'gen_random_uuid()'],
    ['subject_type', "'request'"],
    ['subject_id', 'gen_random_uuid()'],
    ['reply_token_hash', 'sha256(gen_random_uuid()::text::bytea)'],
  ],
  messages: [
    ['thread_id', 'gen_random_uuid()'],
    ['direction', "'outbound'"],
    ['channel', "'email'"],
    ['state', "'sent'"],
    ['content_sealed', "''"],
  ],
  requests: [
    ['case_number', 'gen_random_uuid()::text'],
    ['guardian_id', 'gen_random_uuid()'],
    ['authority_id', 'gen_random_uuid()'],
    ['created_by', 'gen_random_uuid()'],
  ],
};

/** Two branches with families that have a value in every sealed column that a branch or a family owns, and files. */
export class SealedHouse {
  readonly master = randomBytes(32);
  readonly folder = mkdtempSync(join(tmpdir(), 'otzyv-sealed-'));
  readonly blobs = new DiskBlobs(join(this.folder, 'files'));
  readonly boxes: Box[] = [];

  private constructor(readonly branches: Branches) {}

  static async build(families: number): Promise<SealedHouse> {
    const house = new SealedHouse(await createBranches(2));
    await house.branches.database.asAdmin("SET session_replication_role = 'replica'");
    for (const branchId of house.branches.ids) {
      const familyIds = Array.from({ length: families }, () => newId());
      await house.branches.enter(branchId, () => house.fill(branchId, familyIds));
    }
    await house.branches.database.asAdmin("SET session_replication_role = 'origin'");
    return house;
  }

  /** Of a program that has just started with this master key and no other. */
  async vault(master: Buffer = this.master): Promise<Vault> {
    return (await vaultsOf(this.branches, master))();
  }

  async admin(): Promise<Client> {
    const client = new Client({ connectionString: this.branches.database.adminUrl });
    await client.connect();
    return client;
  }

  /** How many of the values cannot be read, by a program that has just started. */
  async countUnreadable(master: Buffer = this.master): Promise<number> {
    let unreadable = 0;
    const vault = await this.vault(master);
    for (const branchId of this.branches.ids) {
      const own = this.boxes.filter((box) => box.branchId === branchId);
      await this.branches.enter(branchId, async () => {
        const ring = await vault.keyring(own.map(({ owner }) => owner));
        for (const box of own) {
          try {
            const sealed = await this.read(box);
            if (ring.openBytes(box.owner, box.place, sealed).toString('utf8') !== box.plain) unreadable += 1;
          } catch {
            unreadable += 1; // Whatever was thrown, the value is not there for whom it belongs to.
          }
        }
      });
    }
    return unreadable;
  }

  async read({ where }: Pick<Box, 'where'>): Promise<Buffer> {
    if ('file' in where) {
      const [file] = await this.branches.database.asAdmin<{ stored_as: string }>(
        'SELECT stored_as FROM files WHERE id = $1',
        [where.file],
      );
      return (await this.blobs.get(file?.stored_as ?? '')) ?? Buffer.alloc(0);
    }
    const { table, column, row } = where;
    const key = sealedColumns.find((one) => one.table === table && one.column === column)?.row ?? 'id';
    const [found] = await this.branches.database.asAdmin<{ box: Buffer }>(
      `SELECT ${column} AS box FROM ${table} WHERE ${key} = $1`,
      [row],
    );
    return found?.box ?? Buffer.alloc(0);
  }

  async close(): Promise<void> {
    await this.branches.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async fill(branchId: string, familyIds: readonly string[]): Promise<void> {
    const owners: KeyOwner[] = [
      { kind: 'branch' },
      ...familyIds.map((familyId) => ({ kind: 'family', familyId }) as const),
    ];
    const ring = await (await this.vault()).keyring(owners);
    for (const column of sealedColumns.filter(({ table }) => OTHER_COLUMNS[table] !== undefined)) {
      for (const owner of owners) {
        const ofFamily = typeof column.owner === 'object';
        if (ofFamily !== (owner.kind === 'family') && column.table !== 'files') continue;
        const familyId = owner.kind === 'family' ? owner.familyId : null;
        const row = column.row === 'family_id' || column.table === 'families' ? (familyId ?? '') : newId();
        const place = { table: column.table, column: column.place, row };
        const plain = `значение ${newId()}`;
        await this.insert(column, branchId, row, familyId, ring.seal(owner, place, plain));
        const where = { table: column.table, column: column.column, row };
        this.boxes.push({ branchId, owner, place, plain, where });
        if (column.table === 'files') await this.addContent({ branchId, owner, row }, ring.seal.bind(ring));
      }
    }
  }

  private async insert(
    { table, column, row: key, owner }: (typeof sealedColumns)[number],
    branchId: string,
    row: string,
    familyId: string | null,
    box: Buffer,
  ): Promise<void> {
    const family = typeof owner === 'object' && owner.familyColumn !== key ? [['family_id', '$3::uuid'] as const] : [];
    const others = [...family, ...(OTHER_COLUMNS[table] ?? [])].filter(([name]) => name !== column);
    await this.branches.database.asAdmin(
      `WITH given AS (SELECT $1::uuid AS branch, $2::uuid AS row, $3::uuid AS family, $4::bytea AS box)
       INSERT INTO ${table} (branch_id, ${[key, column, ...others.map(([name]) => name)].join(', ')})
       SELECT branch, row, box, ${others.map(([, value]) => value).join(', ')} FROM given`,
      [branchId, row, familyId, box],
    );
  }

  private async addContent(
    { branchId, owner, row }: { branchId: string; owner: KeyOwner; row: string },
    seal: (owner: KeyOwner, place: SealedPlace, plain: string) => Buffer,
  ): Promise<void> {
    const place = { table: 'files', column: 'content', row };
    const plain = `содержимое ${newId()}`;
    const sealed = seal(owner, place, plain);
    const address = createHash('sha256').update(sealed).digest('hex');
    await this.blobs.put(address, sealed);
    await this.branches.database.asAdmin('UPDATE files SET stored_as = $2, content_generation = $3 WHERE id = $1', [
      row,
      address,
      generationOf(sealed),
    ]);
    this.boxes.push({ branchId, owner, place, plain, where: { file: row } });
  }
}
