import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { AssociationAdmin } from '../associations.repository.ts';
import type { BranchOffer, BranchOfferDirection } from './branch-offers.contract.ts';

export interface BranchOfferRow {
  readonly id: string;
  readonly version: number;
  readonly status: BranchOffer['status'];
  readonly reason: string;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly branch: BranchOffer['branch'];
  readonly from: BranchOffer['from'];
  readonly to: BranchOffer['to'];
  /** `offeredAt` to the microsecond: it cuts the page. */
  readonly key: string;
}

type Refused = 'absent' | 'over' | 'version' | 'closed' | 'association-unknown' | 'offered-already' | 'roles';

export interface BranchOfferVerdict {
  readonly verdict: 'offered' | 'accepted' | 'rejected' | 'revoked' | Refused;
  /** Of `roles`, for the association that gives: who works by a role of its own, and by which. */
  readonly people?: readonly { readonly personId: string; readonly role: string }[];
  /** Of `roles`, for the association that receives. */
  readonly count?: number;
}

export interface PageOfOffers {
  readonly direction: BranchOfferDirection;
  readonly id?: string;
  readonly after?: { readonly key: string; readonly id: string } | null;
  readonly limit: number;
}

/** Offers from outside of every branch. Each function asks first whether the person administers the association. */
@Injectable()
export class BranchOffersRepository {
  constructor(private readonly db: Database) {}

  find({ personId, associationId }: AssociationAdmin, page: PageOfOffers): Promise<BranchOfferRow[]> {
    const { direction, id, after, limit } = page;
    return this.call(
      `SELECT id, version, status, reason, offered_at AS "offeredAt", expires_at AS "expiresAt",
         decided_at AS "decidedAt", key, jsonb_build_object('id', from_id, 'name', from_name) AS "from",
         jsonb_build_object('id', to_id, 'name', to_name) AS "to",
         jsonb_build_object('id', branch_id, 'name', branch_name, 'status', branch_status, 'regionCode', region_code,
           'casePrefix', case_prefix, 'casePrefixShared', prefix_taken) AS branch
       FROM branch_offers_of($1, $2, $3, $4, $5, $6, $7)`,
      [personId, associationId, direction, id ?? null, after?.key ?? null, after?.id ?? null, limit],
    );
  }

  offer(
    by: AssociationAdmin,
    offer: { id: string; branchId: string; version: number; to: string; reason: string; expiresAt: Date },
  ): Promise<BranchOfferVerdict> {
    const { id, branchId, version, to, reason, expiresAt } = offer;
    const parameters = [...who(by), branchId, version, to, reason, expiresAt, id];
    return this.verdict('offer_branch($1, $2, $3, $4, $5, $6, $7, $8, $9)', parameters);
  }

  accept(by: AssociationAdmin, id: string, version: number): Promise<BranchOfferVerdict> {
    return this.verdict('accept_branch_offer($1, $2, $3, $4, $5)', [...who(by), id, version]);
  }

  revoke(by: AssociationAdmin, id: string, version: number): Promise<BranchOfferVerdict> {
    return this.verdict(plain('revoke_branch_offer($1, $2, $3, $4, $5)'), [...who(by), id, version]);
  }

  reject(by: AssociationAdmin, id: string, version: number, reason: string): Promise<BranchOfferVerdict> {
    return this.verdict(plain('reject_branch_offer($1, $2, $3, $4, $5, $6)'), [...who(by), id, version, reason]);
  }

  /** For a job of the branch itself; null when there is no such offer. */
  async findForNotice(id: string): Promise<{ status: string; to: string; from: string; expiresAt: Date } | null> {
    const [row] = await this.db.manager.query<{ status: string; to: string; from: string; expiresAt: Date }[]>(
      `SELECT o.status, f.name AS "from", t.name AS "to", o.expires_at AS "expiresAt" FROM branch_offers o
         JOIN associations f ON f.id = o.from_association_id JOIN associations t ON t.id = o.to_association_id
       WHERE o.id = $1`,
      [id],
    );
    return row ?? null;
  }

  private async verdict(call: string, parameters: unknown[]): Promise<BranchOfferVerdict> {
    const [row] = await this.call<{ verdict: BranchOfferVerdict }>(`SELECT ${call} AS verdict`, parameters);
    if (row === undefined) throw new Error('The database gave no verdict.');
    return row.verdict;
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}

function who({ personId, associationId, requestId }: AssociationAdmin): unknown[] {
  return [personId, associationId, requestId];
}

function plain(call: string): string {
  return `jsonb_build_object('verdict', ${call})`;
}
