import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, notFound, Problem } from '#kernel';
import type { FamilySummary, ListFamilies } from './families.contract.ts';
import { familiesProblems } from './families.problems.ts';
import { FamilyEntity } from './family.entity.ts';

/** A line of the list, still sealed. `key` cuts the page: PostgreSQL's own spelling, to the microsecond. */
export interface FamilyLine {
  readonly id: string;
  readonly number: string;
  readonly initialsSealed: Buffer;
  readonly childrenCount: number;
  readonly status: FamilySummary['status'];
  readonly createdAt: Date;
  readonly key: string;
}

/** A family that shares a telephone number, an e-mail address, a document or a child. */
export interface Alike {
  readonly familyId: string;
  readonly number: string;
  readonly phone: boolean;
  readonly email: boolean;
  readonly document: boolean;
  readonly child: boolean;
}

export interface BlindIndexes {
  readonly phones: readonly Buffer[];
  readonly emails: readonly Buffer[];
  readonly documents: readonly Buffer[];
  readonly children: readonly Buffer[];
}

const SORT_KEYS = { createdAt: ['f.created_at', 'timestamptz'], number: ['f.number', 'bigint'] } as const;

@Injectable()
export class FamiliesRepository {
  constructor(private readonly db: Database) {}

  /** Absent, of another branch and not visible to this person are the same: the policies show no row. */
  async get(id: string): Promise<FamilyEntity> {
    const found = await this.db.manager.findOneBy(FamilyEntity, { id });
    if (found === null) throw notFound();
    return found;
  }

  async exists(id: string): Promise<boolean> {
    return this.db.manager.existsBy(FamilyEntity, { id });
  }

  /** @throws Problem not-found, families.handed-over. */
  async assertWritable(id: string): Promise<void> {
    const family = await this.get(id);
    await this.refuseMerged(family);
    if (family.status === 'handed_over') throw new Problem(familiesProblems.handedOver);
  }

  /** Points to the family that goes on, through further merges too. @throws Problem families.merged. */
  async refuseMerged({ id, mergedInto }: FamilyEntity): Promise<void> {
    if (mergedInto === null) return;
    const rows = await this.db.manager.query<{ id: string }[]>(
      `WITH RECURSIVE next (id, merged_into) AS (
         SELECT id, merged_into FROM families WHERE id = $1
         UNION SELECT f.id, f.merged_into FROM families f JOIN next ON f.id = next.merged_into
       ) SELECT id FROM next WHERE merged_into IS NULL`,
      [id],
    );
    const successor = rows[0]?.id ?? mergedInto;
    throw new Problem(familiesProblems.merged, {
      parameters: { successor },
      headers: { link: `<${successor}>; rel="successor-version"` },
    });
  }

  async findPage({ status, authorityId, sort, cursor, limit }: ListFamilies): Promise<FamilyLine[]> {
    const { field, descending } = sortOf(sort);
    const [key, type] = SORT_KEYS[field];
    const [than, order] = descending ? ['<', 'DESC'] : ['>', 'ASC'];
    const after = decodeCursor(cursor, sort);
    return this.db.manager.query<FamilyLine[]>(
      `SELECT f.id, f.number, f.initials_sealed AS "initialsSealed", f.status, f.created_at AS "createdAt",
         ${key}::text AS key, (SELECT count(*)::int FROM children c WHERE c.family_id = f.id) AS "childrenCount"
       FROM families f
       WHERE f.erased_at IS NULL AND (CASE WHEN $1::text[] IS NULL THEN f.status <> 'merged' ELSE f.status = ANY ($1) END)
         AND ($2::uuid IS NULL OR f.id IN
           (SELECT e.family_id FROM enrolments e WHERE e.authority_id = $2 AND e.to_day IS NULL))
         AND ($3::${type} IS NULL OR (${key}, f.id) ${than} ($3::${type}, $4::uuid))
       ORDER BY ${key} ${order}, f.id ${order} LIMIT $5`,
      [status ?? null, authorityId ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
  }

  async findLines(ids: readonly string[]): Promise<Omit<FamilyLine, 'key'>[]> {
    return this.db.manager.query<Omit<FamilyLine, 'key'>[]>(
      `SELECT f.id, f.number, f.initials_sealed AS "initialsSealed", f.status, f.created_at AS "createdAt",
         (SELECT count(*)::int FROM children c
           WHERE c.branch_id = f.branch_id AND c.family_id = f.id) AS "childrenCount"
       FROM families f WHERE f.branch_id = (SELECT current_branch()) AND f.id = ANY ($1::uuid[])`,
      [ids],
    );
  }

  /** The next number of the branch; the counter stays locked until the end of the transaction. */
  async nextNumber(): Promise<number> {
    const rows = await this.db.manager.query<{ number: string }[]>(`SELECT next_number('families') AS number`);
    return Number(rows[0]?.number);
  }

  async insert(family: Pick<FamilyEntity, 'id' | 'number' | 'initialsSealed' | 'dataSource' | 'createdBy'>) {
    await this.db.manager.insert(FamilyEntity, family);
  }

  /** Null when no visible family has this id, or not this version. Locks the row, so that changes take turns. */
  async advance(
    id: string,
    version: number | null,
    changes: Partial<Pick<FamilyEntity, 'status' | 'dataSource'>> = {},
  ): Promise<number | null> {
    const query = this.db.manager
      .createQueryBuilder()
      .update(FamilyEntity)
      .set({ ...changes, version: () => 'version + 1' })
      .where('id = :id', { id })
      .returning('version');
    if (version !== null) query.andWhere('version = :version', { version });
    const result = await query.execute();
    return (result.raw as { version: number }[])[0]?.version ?? null;
  }

  async relabel(id: string, initialsSealed: Buffer): Promise<void> {
    await this.db.manager.update(FamilyEntity, { id }, { initialsSealed });
  }

  async findAlike({ phones, emails, documents, children }: BlindIndexes, limit: number): Promise<Alike[]> {
    if (phones.length + emails.length + documents.length + children.length === 0) return [];
    return this.db.manager.query<Alike[]>(
      `SELECT alike.family_id AS "familyId", f.number, bool_or(why = 'phone') AS phone, bool_or(why = 'email') AS email,
         bool_or(why = 'document') AS document, bool_or(why = 'child') AS child
       FROM (
         SELECT family_id, 'phone' AS why FROM guardians WHERE phone_index = ANY ($1)
         UNION SELECT family_id, 'email' FROM guardians WHERE email_index = ANY ($2)
         UNION SELECT family_id, 'document' FROM guardians WHERE document_index = ANY ($3)
         UNION SELECT family_id, 'child' FROM children WHERE person_index = ANY ($4)
         UNION SELECT family_id, 'phone' FROM guardian_contacts WHERE kind = 'phone' AND value_index = ANY ($1)
         UNION SELECT family_id, 'email' FROM guardian_contacts WHERE kind = 'email' AND value_index = ANY ($2)
       ) alike JOIN families f ON f.id = alike.family_id
       GROUP BY alike.family_id, f.number ORDER BY f.number LIMIT $5`,
      [phones, emails, documents, children, limit],
    );
  }
}
