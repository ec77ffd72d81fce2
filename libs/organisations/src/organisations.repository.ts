import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { decodeCursor, notFound } from '#kernel';
import { AssociationEntity } from './association.entity.ts';
import { BranchEntity } from './branch.entity.ts';
import type { ListMembers } from './organisations.contract.ts';

export interface MembershipRow {
  readonly id: string;
  readonly personId: string;
  readonly role: string;
  /** PostgreSQL's own spelling, to the microsecond: a page that is cut at milliseconds would repeat or lose rows. */
  readonly grantedAt: string;
}

type Changeable =
  | 'name'
  | 'timeZone'
  | 'postalAddress'
  | 'languages'
  | 'letterhead'
  | 'mailSenderName'
  | 'reminderDays'
  | 'reminderHour';

@Injectable()
export class OrganisationsRepository {
  constructor(private readonly db: Database) {}

  /** The entered branch: the policy shows no other one. */
  async getBranch(): Promise<BranchEntity> {
    const [branch] = await this.db.manager.find(BranchEntity, { take: 1 });
    if (branch === undefined) throw notFound();
    return branch;
  }

  async getAssociation(id: string): Promise<AssociationEntity> {
    const association = await this.db.manager.findOneBy(AssociationEntity, { id });
    if (association === null) throw notFound();
    return association;
  }

  /** False when the branch is not at this version any more; null meets any. */
  async update(
    version: number | null,
    changes: { readonly [Column in Changeable]?: BranchEntity[Column] | undefined },
  ): Promise<boolean> {
    const { affected } = await this.db.manager
      .createQueryBuilder()
      .update(BranchEntity)
      .set({ ...defined(changes), version: () => 'version + 1' })
      .where('id = current_branch() AND version = coalesce(:version, version)', { version })
      .execute();
    return affected === 1;
  }

  async findMembers({ role, sort, cursor, limit }: ListMembers): Promise<MembershipRow[]> {
    const after = decodeCursor(cursor, sort);
    const [than, order] = sort === '-grantedAt' ? ['<', 'DESC'] : ['>', 'ASC'];
    return this.db.manager.query<MembershipRow[]>(
      `SELECT id, person_id AS "personId", role, granted_at::text AS "grantedAt" FROM memberships
       WHERE revoked_at IS NULL AND ($1::text[] IS NULL OR role = ANY ($1))
         AND ($2::timestamptz IS NULL OR (granted_at, id) ${than} ($2, $3::uuid))
       ORDER BY granted_at ${order}, id ${order} LIMIT $4`,
      [role ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
  }

  async isMember(personId: string): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      'SELECT 1 FROM memberships WHERE person_id = $1 AND revoked_at IS NULL',
      [personId],
    );
    return rows.length > 0;
  }
}

/** TypeORM would set what is undefined to its default. */
function defined<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}
