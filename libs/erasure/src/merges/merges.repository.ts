import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { MergeBlocker, MergePreview, UndoPreview } from './merges.contract.ts';
import { movedTables } from './merged-tables.ts';

export interface MergeRow {
  readonly id: string;
  readonly familyId: string;
  readonly mergedId: string;
  readonly mergedBy: string;
  readonly mergedAt: Date;
  readonly undoUntil: Date;
  readonly undoneAt: Date | null;
}

export type MergeVerdict = MergeBlocker | 'merged' | 'same' | 'absent' | 'version';
export type UndoVerdict = MergeBlocker | 'undone' | 'absent' | 'undone-already' | 'too-late' | 'mixed';

const COLUMNS = `id, family_id AS "familyId", merged_id AS "mergedId", merged_by AS "mergedBy", merged_at AS "mergedAt",
  undo_until AS "undoUntil", undone_at AS "undoneAt"`;

const COLLISIONS: readonly (readonly [kind: MergePreview['collisions'][number]['kind'], sql: string])[] = [
  [
    'child',
    `SELECT b.id FROM children a JOIN children b ON b.person_index = a.person_index
     WHERE a.family_id = $1 AND b.family_id = $2`,
  ],
  [
    'guardian',
    `SELECT b.id FROM guardians a JOIN guardians b ON b.phone_index = a.phone_index OR b.email_index = a.email_index
       OR b.document_index = a.document_index WHERE a.family_id = $1 AND b.family_id = $2`,
  ],
  [
    'open-request',
    `SELECT b.id FROM requests a JOIN requests b ON b.authority_id = a.authority_id
     WHERE a.family_id = $1 AND b.family_id = $2 AND a.stage NOT IN ('closed', 'withdrawn')
       AND b.stage NOT IN ('closed', 'withdrawn')`,
  ],
  [
    'mandate',
    `SELECT b.id FROM mandates b WHERE b.family_id = $2 AND b.revoked_on IS NULL
       AND EXISTS (SELECT FROM mandates a WHERE a.family_id = $1 AND a.revoked_on IS NULL)`,
  ],
  [
    'assignment',
    `SELECT b.id FROM family_assignments a JOIN family_assignments b ON b.person_id = a.person_id
     WHERE a.family_id = $1 AND b.family_id = $2 AND a.ended_at IS NULL AND b.ended_at IS NULL`,
  ],
  [
    'legal-hold',
    `SELECT b.id FROM legal_holds a JOIN legal_holds b ON b.family_id = $2 AND b.lifted_at IS NULL
     WHERE a.family_id = $1 AND a.lifted_at IS NULL`,
  ],
];

const LATER: readonly (readonly [type: UndoPreview['later'][number]['type'], table: string])[] = [
  ['guardian', 'guardians'],
  ['child', 'children'],
  ['request', 'requests'],
  ['note', 'family_notes'],
  ['file', 'files'],
];

/** Everything is moved by two functions of the database; here they are called, and asked beforehand. */
@Injectable()
export class MergesRepository {
  constructor(private readonly db: Database) {}

  async blocker(familyId: string, mergedId: string): Promise<MergeBlocker | null> {
    const rows = await this.db.manager.query<{ blocker: MergeBlocker | null }[]>(
      'SELECT merge_blocker($1, $2) AS blocker',
      [familyId, mergedId],
    );
    return rows[0]?.blocker ?? null;
  }

  async count(familyId: string): Promise<{ table: string; rows: number }[]> {
    const counts = movedTables.map(
      (table) => `SELECT '${table}' AS "table", count(*)::int AS rows FROM ${table} WHERE family_id = $1`,
    );
    return this.db.manager.query(counts.join(' UNION ALL '), [familyId]);
  }

  async collisions(familyId: string, mergedId: string): Promise<MergePreview['collisions']> {
    const found = COLLISIONS.map(([kind, sql]) => `SELECT '${kind}' AS kind, array(${sql} ORDER BY 1)::uuid[] AS ids`);
    const rows = await this.db.manager.query<{ kind: (typeof COLLISIONS)[number][0]; ids: string[] }[]>(
      found.join(' UNION ALL '),
      [familyId, mergedId],
    );
    return rows.map(({ kind, ids }) => ({ kind, ids: [...new Set(ids)] })).filter(({ ids }) => ids.length > 0);
  }

  async merge(
    id: string,
    familyId: string,
    version: number,
    merged: { readonly mergedId: string; readonly mergedVersion: number },
    undoDays: number,
  ): Promise<MergeVerdict> {
    const rows = await this.db.manager.query<{ verdict: MergeVerdict }[]>(
      'SELECT merge_families($1, $2, $3, $4, $5, $6) AS verdict',
      [id, familyId, merged.mergedId, version, merged.mergedVersion, undoDays],
    );
    return rows[0]?.verdict ?? 'absent';
  }

  async undo(id: string, take: readonly string[]): Promise<UndoVerdict> {
    const rows = await this.db.manager.query<{ verdict: UndoVerdict }[]>(
      'SELECT undo_family_merge($1, $2::uuid[]) AS verdict',
      [id, take],
    );
    return rows[0]?.verdict ?? 'absent';
  }

  async findOf(familyId: string): Promise<MergeRow[]> {
    return this.db.manager.query<MergeRow[]>(
      `SELECT ${COLUMNS} FROM family_merges WHERE family_id = $1 ORDER BY merged_at DESC, id DESC`,
      [familyId],
    );
  }

  /** @throws Problem not-found. */
  async get(familyId: string, id: string): Promise<MergeRow> {
    const rows = await this.db.manager.query<MergeRow[]>(
      `SELECT ${COLUMNS} FROM family_merges WHERE family_id = $1 AND id = $2`,
      [familyId, id],
    );
    if (rows[0] === undefined) throw notFound();
    return rows[0];
  }

  async back(id: string): Promise<{ table: string; rows: number }[]> {
    return this.db.manager.query(
      `SELECT table_name AS "table", count(*)::int AS rows FROM family_merge_rows WHERE merge_id = $1
       GROUP BY table_name ORDER BY table_name`,
      [id],
    );
  }

  async later({ id, familyId }: MergeRow): Promise<UndoPreview['later']> {
    const parts = LATER.map(
      ([type, table]) => `SELECT '${type}' AS type, id, created_at AS "createdAt" FROM ${table}
        WHERE family_id = $1 AND created_at > (SELECT merged_at FROM family_merges WHERE id = $2)`,
    );
    const rows = await this.db.manager.query<{ type: (typeof LATER)[number][0]; id: string; createdAt: Date }[]>(
      `${parts.join(' UNION ALL ')} ORDER BY "createdAt", id`,
      [familyId, id],
    );
    return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() }));
  }

  /** The families that were merged into this one, directly or through others. */
  async absorbedBy(familyId: string): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `WITH RECURSIVE one (id) AS (
         SELECT id FROM families WHERE merged_into = $1
         UNION SELECT f.id FROM families f JOIN one ON f.merged_into = one.id
       ) SELECT id FROM one`,
      [familyId],
    );
    return rows.map(({ id }) => id);
  }
}
