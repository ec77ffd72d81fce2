import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '#database';
import { ChildEntity } from '../child.entity.ts';
import { EnrolmentEntity } from '../enrolment.entity.ts';
import { FamilyEntity } from '../family.entity.ts';
import type { FamilyParts, NewChild, NewEnrolment, NewGuardian, NewMandate } from '../family-parts.repository.ts';
import { MandateEntity } from '../mandate.entity.ts';
import type { FamilySelection } from './intake-family.ts';
import { GuardianEntity } from '../guardian.entity.ts';

export type NewFamily = Pick<FamilyEntity, 'id' | 'number' | 'initialsSealed' | 'dataSource' | 'createdBy'>;

export type FoundFamily = Pick<FamilyParts, 'guardians' | 'children' | 'enrolments'> & {
  readonly family: FamilyEntity;
};

export interface NewFamilyRows {
  readonly families: readonly NewFamily[];
  readonly guardians: readonly NewGuardian[];
  readonly children: readonly NewChild[];
  readonly enrolments: readonly NewEnrolment[];
  readonly mandates: readonly NewMandate[];
  readonly tokens: readonly { readonly familyId: string; readonly token: string }[];
}

/** Many families in few statements: one `INSERT ... SELECT FROM unnest` for each table. */
@Injectable()
export class FamilyIntakeRepository {
  constructor(private readonly db: Database) {}

  /** Two intakes of one branch take turns from here to the commit, so that neither misses what the other brings. */
  async takeTurn(): Promise<void> {
    await this.db.manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('intake ' || current_branch(), 0))`);
  }

  /** Families by the blind indexes of their people; the index comes back, so that the caller knows who was meant. */
  async findByKeys(keys: {
    readonly phones: readonly Buffer[];
    readonly emails: readonly Buffer[];
    readonly documents: readonly Buffer[];
    readonly children: readonly Buffer[];
  }): Promise<{ familyId: string; index: Buffer }[]> {
    const found = (table: string, column: string, parameter: number) =>
      `SELECT p.family_id AS "familyId", p.${column} AS index FROM unnest($${parameter}::bytea[]) wanted (index)
         JOIN ${table} p ON p.${column} = wanted.index`;
    return this.db.manager.query<{ familyId: string; index: Buffer }[]>(
      [
        found('guardians', 'phone_index', 1),
        found('guardians', 'email_index', 2),
        found('guardians', 'document_index', 3),
        found('children', 'person_index', 4),
      ].join(' UNION ALL '),
      [keys.phones, keys.emails, keys.documents, keys.children],
    );
  }

  /** Families that are not erased, with their people and schools. */
  async findFamilies(ids: readonly string[], numbers: readonly number[]): Promise<FoundFamily[]> {
    if (ids.length + numbers.length === 0) return [];
    const { manager } = this.db;
    const found = await manager
      .createQueryBuilder(FamilyEntity, 'f')
      .where('f.erased_at IS NULL AND (f.id = ANY (:ids) OR f.number = ANY (:numbers))', { ids, numbers })
      .getMany();
    if (found.length === 0) return [];
    const where = { familyId: In(found.map(({ id }) => id)) };
    const order = { createdAt: 'ASC', id: 'ASC' } as const;
    const guardians = groups(await manager.find(GuardianEntity, { where, order }));
    const children = groups(await manager.find(ChildEntity, { where, order }));
    const enrolments = groups(await manager.find(EnrolmentEntity, { where, order: { fromDay: 'DESC', id: 'DESC' } }));
    return found.map((family) => ({
      family,
      guardians: guardians(family.id),
      children: children(family.id),
      enrolments: enrolments(family.id),
    }));
  }

  /** Rising numbers of the branch; the counter stays locked until the end of the transaction. */
  async nextNumbers(count: number): Promise<number[]> {
    const [row] = await this.db.manager.query<{ last: string }[]>(
      `INSERT INTO branch_counters AS c (series, last_number) VALUES ('families', $1)
       ON CONFLICT (branch_id, series) DO UPDATE SET last_number = c.last_number + $1 RETURNING last_number AS last`,
      [count],
    );
    const last = Number(row?.last);
    return Array.from({ length: count }, (_, index) => last - count + 1 + index);
  }

  async insert(rows: NewFamilyRows): Promise<void> {
    const { families, guardians, children, enrolments, mandates, tokens } = rows;
    await this.unnest('families', families, {
      id: 'uuid',
      number: 'bigint',
      initialsSealed: 'bytea',
      dataSource: 'text',
      createdBy: 'uuid',
    });
    await this.unnest('guardians', guardians, {
      ...{ id: 'uuid', familyId: 'uuid', relation: 'text', gender: 'text' },
      ...{ personalSealed: 'bytea', phoneIndex: 'bytea', emailIndex: 'bytea', documentIndex: 'bytea' },
      ...{ formsIndex: 'bytea', basisExpiresOn: 'date', otherParent: 'text' },
      ...{ holdsNumbers: 'boolean', numbersAnnouncedAt: 'timestamptz' },
    });
    await this.unnest('children', children, {
      ...{ id: 'uuid', familyId: 'uuid', gender: 'text', personalSealed: 'bytea' },
      ...{ birthMonth: 'date', personIndex: 'bytea', formsIndex: 'bytea' },
    });
    await this.unnest('enrolments', enrolments, {
      ...{ id: 'uuid', familyId: 'uuid', childId: 'uuid', authorityId: 'uuid' },
      ...{ classLabel: 'text', fromDay: 'date', toDay: 'date' },
    });
    await this.unnest('mandates', mandates, {
      ...{ id: 'uuid', familyId: 'uuid', guardianId: 'uuid', scope: 'text' },
      ...{ signedOn: 'date', expiresOn: 'date', revokedOn: 'date', fileId: 'uuid', revocationFileId: 'uuid' },
    });
    // In the order of the index that they go into.
    await this.unnest('family_search_tokens', tokens, { familyId: 'uuid', token: 'bigint' }, 'ORDER BY 2, 1');
  }

  /** The newest of each guardian first. */
  async findMandates(familyIds: readonly string[]): Promise<MandateEntity[]> {
    return this.db.manager.find(MandateEntity, {
      where: { familyId: In([...familyIds]) },
      order: { signedOn: 'DESC', id: 'DESC' },
    });
  }

  async select({ status, authorityId }: FamilySelection): Promise<{ familyId: string; number: number }[]> {
    const rows = await this.db.manager.query<{ familyId: string; number: string }[]>(
      `SELECT f.id AS "familyId", f.number FROM families f
       WHERE f.erased_at IS NULL AND ($1::text[] IS NULL OR f.status = ANY ($1))
         AND ($2::uuid IS NULL OR f.id IN
           (SELECT e.family_id FROM enrolments e WHERE e.authority_id = $2 AND e.to_day IS NULL))
       ORDER BY f.number`,
      [status, authorityId],
    );
    return rows.map(({ familyId, number }) => ({ familyId, number: Number(number) }));
  }

  async endEnrolments(familyId: string, childId: string, lastDay: string): Promise<void> {
    await this.db.manager.query(
      'UPDATE enrolments SET to_day = $3 WHERE family_id = $1 AND child_id = $2 AND to_day IS NULL',
      [familyId, childId, lastDay],
    );
  }

  private async unnest<Row extends object>(
    table: string,
    rows: readonly Row[],
    columns: { readonly [Key in keyof Row]: string },
    order = '',
  ): Promise<void> {
    if (rows.length === 0) return;
    const names = Object.keys(columns) as (keyof Row & string)[];
    const sql = names.map(snakeCase).join(', ');
    const types = names.map((name, index) => `$${index + 1}::${columns[name]}[]`).join(', ');
    await this.db.manager.query(
      `INSERT INTO ${table} (${sql}) SELECT * FROM unnest(${types}) ${order}`,
      names.map((name) => rows.map((row) => row[name])),
    );
  }
}

function groups<Row extends { readonly familyId: string }>(rows: readonly Row[]): (familyId: string) => readonly Row[] {
  const byFamily = new Map<string, Row[]>();
  for (const row of rows) {
    const list = byFamily.get(row.familyId);
    if (list === undefined) byFamily.set(row.familyId, [row]);
    else list.push(row);
  }
  return (familyId) => byFamily.get(familyId) ?? [];
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
