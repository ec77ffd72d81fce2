import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { EmailPurpose, EmailQuality } from './authority-fields.contract.ts';
import type { Authority } from './schools.contract.ts';

export interface EmailRow {
  readonly id: string;
  readonly authorityId: string;
  readonly address: string;
  readonly source: string;
  readonly observedOn: string;
  readonly quality: EmailQuality;
  readonly purpose: EmailPurpose;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly hardBounces: number;
  readonly softBounces: number;
  readonly bouncedAt: Date | null;
  readonly sharedWith: number;
}

export type SuccessorRow = Authority['successors'][number] & { readonly authorityId: string };

/** An address as it is to be written; `confirmed` says that this very change vouches for it. */
export interface EmailToKeep {
  readonly id: string;
  readonly authorityId: string;
  readonly address: string;
  readonly source: string;
  readonly observedOn: string;
  readonly quality: EmailQuality;
  readonly purpose: EmailPurpose;
  readonly confirmed: boolean;
  /** A person says anew what the address is worth, so what bounced before no longer counts. */
  readonly reset: boolean;
}

/** What hangs from entries of the directory: addresses and successors, read for many entries at once. */
@Injectable()
export class AuthorityPartsRepository {
  constructor(private readonly db: Database) {}

  async findEmails(authorityIds: readonly string[]): Promise<EmailRow[]> {
    if (authorityIds.length === 0) return [];
    return this.db.manager.query<EmailRow[]>(
      `SELECT id, authority_id AS "authorityId", address, source, observed_on::text AS "observedOn", quality, purpose,
           confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt", hard_bounces AS "hardBounces",
           soft_bounces AS "softBounces", bounced_at AS "bouncedAt",
           (SELECT count(*)::int - 1 FROM authority_emails o WHERE o.address = e.address) AS "sharedWith"
         FROM authority_emails e WHERE authority_id = ANY ($1) ORDER BY address`,
      [authorityIds],
    );
  }

  async findSuccessors(authorityIds: readonly string[]): Promise<SuccessorRow[]> {
    if (authorityIds.length === 0) return [];
    return this.db.manager.query<SuccessorRow[]>(
      `SELECT s.predecessor_id AS "authorityId", a.id, a.short_name AS "shortName", s.kind,
           s.effective_on::text AS "effectiveOn"
         FROM authority_successions s JOIN authorities a ON a.id = s.successor_id
         WHERE s.predecessor_id = ANY ($1) ORDER BY s.effective_on, a.id`,
      [authorityIds],
    );
  }

  /** Writes addresses of any number of entries in one round trip; a known address keeps its id. */
  async keepEmails(emails: readonly EmailToKeep[]): Promise<void> {
    if (emails.length === 0) return;
    await this.db.manager.query(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1) AS g(id uuid, "authorityId" uuid, address text, source text,
           "observedOn" date, quality text, purpose text, confirmed boolean, reset boolean)),
       changed AS (
         UPDATE authority_emails e SET source = g.source, observed_on = g."observedOn", quality = g.quality,
             purpose = g.purpose,
             confirmed_by = CASE WHEN g.confirmed THEN current_branch() WHEN g.reset THEN NULL ELSE e.confirmed_by END,
             confirmed_at = CASE WHEN g.confirmed THEN app_now() WHEN g.reset THEN NULL ELSE e.confirmed_at END,
             hard_bounces = CASE WHEN g.reset THEN 0 ELSE e.hard_bounces END,
             soft_bounces = CASE WHEN g.reset THEN 0 ELSE e.soft_bounces END,
             bounced_at = CASE WHEN g.reset THEN NULL ELSE e.bounced_at END
           FROM given g WHERE e.authority_id = g."authorityId" AND e.address = g.address
           RETURNING e.authority_id, e.address)
       INSERT INTO authority_emails (id, authority_id, address, source, observed_on, quality, purpose, confirmed_by,
           confirmed_at)
         SELECT g.id, g."authorityId", g.address, g.source, g."observedOn", g.quality, g.purpose,
             CASE WHEN g.confirmed THEN current_branch() END, CASE WHEN g.confirmed THEN app_now() END
           FROM given g WHERE (g."authorityId", g.address) NOT IN (SELECT authority_id, address FROM changed)`,
      [JSON.stringify(emails)],
    );
  }

  async dropOtherEmails(authorityId: string, addresses: readonly string[]): Promise<void> {
    await this.db.manager.query('DELETE FROM authority_emails WHERE authority_id = $1 AND address <> ALL ($2)', [
      authorityId,
      addresses,
    ]);
  }
}
