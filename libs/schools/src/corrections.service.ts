import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { httpProblems } from '#http';
import { cutPage, localDate, type Page, Problem } from '#kernel';
import { Authorities } from './authorities.service.ts';
import { AuthoritiesRepository } from './authorities.repository.ts';
import { columnsOf } from './authority-columns.ts';
import type { AuthorityCorrectionEntity } from './authority-correction.entity.ts';
import { type Changes, differenceOf, factsOf, isSameFact } from './authority-difference.ts';
import type { Correction, CorrectionOrigin, ListCorrections } from './corrections.contract.ts';
import { CorrectionsRepository } from './corrections.repository.ts';
import {
  type Authority,
  type AuthorityChanges,
  authorityChangesSchema,
  type CorrectAuthority,
} from './schools.contract.ts';
import { schoolsProblems } from './schools.problems.ts';

/** Why and on what ground an entry is changed. */
export interface CorrectionGround {
  readonly origin: Exclude<CorrectionOrigin, 'created' | 'bounce' | 'import'>;
  readonly source?: string | undefined;
  readonly reason?: string | undefined;
  readonly effectiveOn?: string | undefined;
  readonly reference?: string | undefined;
}

/** Origins whose changes hold the facts of an entry as a correction takes them. */
const UNDOABLE: readonly CorrectionOrigin[] = ['correction', 'undo', 'import', 'proposal'];

/** Changes of entries, each of which stays in the history with who, from what, to what and why. */
@Injectable()
export class Corrections {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly authorities: Authorities,
    private readonly entries: AuthoritiesRepository,
    private readonly corrections: CorrectionsRepository,
  ) {}

  /** @throws Problem not-found, http.version-mismatch (naming who changed the same fields), schools.foreign-region. */
  async correct(by: Principal, id: string, version: number, body: CorrectAuthority): Promise<Authority> {
    const { source, reason, effectiveOn, ...given } = body;
    return this.apply(by, id, version, given, { origin: 'correction', source, reason, effectiveOn });
  }

  /** One change of one entry; joins the open transaction. Nothing is written where nothing would change. */
  async apply(
    by: Principal,
    id: string,
    version: number,
    given: AuthorityChanges,
    ground: CorrectionGround,
  ): Promise<Authority> {
    return this.db.transaction(async () => {
      const before = await this.authorities.get(id);
      await this.authorities.refuseForeign(before.regionCode);
      const changes = differenceOf(before, given);
      if (before.version !== version) throw await this.changedMeanwhile(id, version, changes);
      if (Object.keys(changes).length === 0) return before;
      const columns = columnsOf(given);
      if (!(await this.entries.update(id, version, columns))) throw await this.changedMeanwhile(id, version, changes);
      if (given.emails !== undefined) await this.authorities.keepEmails(id, before.emails, given.emails);
      await this.corrections.insert([{ authorityId: id, version: version + 1, changes, ...ground }]);
      const details = { fields: Object.keys(changes).join(',').slice(0, 200), origin: ground.origin };
      this.audit.record({ action: 'schools.correct', by, subject: { type: 'authority', id }, details });
      return this.authorities.get(id);
    });
  }

  /** @throws Problem not-found. */
  async list(id: string, query: ListCorrections): Promise<Page<Correction>> {
    return this.db.transaction(async () => {
      await this.entries.get(id);
      const rows = await this.corrections.findPage(id, query);
      const page = cutPage(rows, query.limit, query.sort, (row) => ({ key: String(row.version), id: row.id }));
      return { ...page, items: page.items.map(toCorrection) };
    });
  }

  /**
   * Takes one correction back by a new one, as long as what it set still stands.
   * @throws Problem schools.undo-impossible, schools.undo-superseded, and what `correct` throws.
   */
  async undo(by: Principal, id: string, correctionId: string, version: number, reason: string): Promise<Authority> {
    return this.db.transaction(async () => {
      const { origin, changes } = await this.corrections.get(id, correctionId);
      if (!UNDOABLE.includes(origin)) throw new Problem(schoolsProblems.undoImpossible);
      const current: Readonly<Record<string, unknown>> = factsOf(await this.authorities.get(id));
      const superseded = Object.keys(changes).filter((field) => !isSameFact(current[field], changes[field]?.to));
      if (superseded.length > 0) {
        throw new Problem(schoolsProblems.undoSuperseded, { errors: superseded.map(supersededAt) });
      }
      const given = authorityChangesSchema.parse(
        Object.fromEntries(Object.entries(changes).map(([field, { from }]) => [field, from])),
      );
      return this.apply(by, id, version, given, { origin: 'undo', reason, reference: correctionId });
    });
  }

  /** Says, for each field that both changed, which branch did so since `version`. */
  private async changedMeanwhile(id: string, version: number, wanted: Changes): Promise<Problem> {
    const since = await this.corrections.findSince(id, version);
    const errors = Object.keys(wanted).flatMap((field) => {
      const other = since.find(({ changes }) => field in changes);
      if (other === undefined) return [];
      const parameters = { branch: other.branchName, version: other.version };
      return new Problem(schoolsProblems.changedMeanwhile, { pointer: `/${field}`, parameters }).errors;
    });
    return new Problem(httpProblems.versionMismatch, { errors });
  }
}

function supersededAt(field: string) {
  return {
    pointer: `/${field}`,
    rule: 'undo-superseded',
    message: schoolsProblems.undoSuperseded.text,
  };
}

function toCorrection(row: AuthorityCorrectionEntity): Correction {
  const { id, authorityId, version, branchId, branchName, at, origin, changes, source, reason, reference } = row;
  return {
    ...{ id, authorityId, version, origin, changes, source, reason, reference },
    by: { branchId, branchName },
    at: at.toISOString(),
    effectiveOn: row.effectiveOn === null ? null : localDate(row.effectiveOn),
  };
}
