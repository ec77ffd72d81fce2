import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { OpenBranch } from './associations.contract.ts';

/** Who administers from outside of the branches, and the request that carried the wish. */
export interface AssociationAdmin {
  readonly personId: string;
  readonly associationId: string;
  readonly requestId: string;
}

export interface AssociationBranchRow {
  readonly id: string;
  readonly name: string;
  readonly casePrefix: string;
  readonly regionCode: string;
  readonly timeZone: string;
  readonly postalAddress: string;
  readonly status: 'open' | 'suspended' | 'closed';
  readonly statusNote: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly eraseAfter: Date | null;
  readonly membersCount: number;
  readonly familiesCount: number;
  readonly version: number;
  readonly operatorSince: Date | null;
  readonly papersToRenewCount: number;
}

/** Associations from outside of every branch. Each function asks first whether the person administers the association. */
@Injectable()
export class AssociationsRepository {
  constructor(private readonly db: Database) {}

  findAdministered(personId: string): Promise<{ id: string; name: string }[]> {
    return this.call('SELECT id, name FROM administered_associations($1)', [personId]);
  }

  findBranches({ personId, associationId }: AssociationAdmin): Promise<AssociationBranchRow[]> {
    return this.call(
      `SELECT id, name, case_prefix AS "casePrefix", region_code AS "regionCode", time_zone AS "timeZone",
         postal_address AS "postalAddress", status, status_note AS "statusNote", created_at AS "createdAt",
         closed_at AS "closedAt", erase_after AS "eraseAfter", members::int AS "membersCount",
         families::int AS "familiesCount", version, operator_since AS "operatorSince",
         papers_to_renew::int AS "papersToRenewCount"
       FROM association_branches($1, $2)`,
      [personId, associationId],
    );
  }

  /** @throws Problem not-found, database.conflict when the case prefix is taken. */
  async open(by: AssociationAdmin, id: string, branch: OpenBranch & { timeZone: string }): Promise<void> {
    const settings = {
      name: branch.name,
      case_prefix: branch.casePrefix,
      region_code: branch.regionCode,
      time_zone: branch.timeZone,
      postal_address: branch.postalAddress,
      languages: branch.languages,
      letterhead: branch.letterhead,
      mail_sender_name: branch.mailSenderName,
    };
    await this.call('SELECT open_branch($1, $2, $3, $4, $5)', [...whoOf(by), id, JSON.stringify(settings)]);
  }

  /** Resolves to `changed`, to the status that did not allow it, or to null for no such branch. */
  async changeStatus(
    by: AssociationAdmin,
    branchId: string,
    change: { status: 'open' | 'suspended' | 'closed'; reason: string; eraseAfter?: Date },
  ): Promise<'changed' | 'open' | 'suspended' | 'closed' | null> {
    const [row] = await this.call<{ verdict: 'changed' | 'open' | 'suspended' | 'closed' | null }>(
      'SELECT change_branch_status($1, $2, $3, $4, $5, $6, $7) AS verdict',
      [...whoOf(by), branchId, change.status, change.reason, change.eraseAfter ?? null],
    );
    return row?.verdict ?? null;
  }

  findAdmins({ personId, associationId }: AssociationAdmin): Promise<{ personId: string; grantedAt: Date }[]> {
    return this.call('SELECT person_id AS "personId", granted_at AS "grantedAt" FROM association_admins_of($1, $2)', [
      personId,
      associationId,
    ]);
  }

  /** False for somebody who serves no branch of the association. */
  async addAdmin(by: AssociationAdmin, personId: string): Promise<boolean> {
    const parameters = [...whoOf(by), personId];
    const [row] = await this.call<{ added: boolean }>(
      'SELECT add_association_admin($1, $2, $3, $4) AS added',
      parameters,
    );
    return row?.added ?? false;
  }

  async removeAdmin(by: AssociationAdmin, personId: string): Promise<'removed' | 'absent' | 'last'> {
    const [row] = await this.call<{ verdict: 'removed' | 'absent' | 'last' }>(
      'SELECT remove_association_admin($1, $2, $3, $4) AS verdict',
      [...whoOf(by), personId],
    );
    return row?.verdict ?? 'absent';
  }

  async now(): Promise<Date> {
    const [row] = await this.call<{ now: Date }>('SELECT app_now() AS now', []);
    if (row === undefined) throw new Error('The database did not say what time it is.');
    return row.now;
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}

function whoOf({ personId, associationId, requestId }: AssociationAdmin): unknown[] {
  return [personId, associationId, requestId];
}
