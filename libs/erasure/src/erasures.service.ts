import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Families } from '#families';
import { type Actor, newId, notFound, Problem } from '#kernel';
import { Outbox } from '#outbox';
import { Vault } from '#vault';
import type { Preview, Requester } from './erasure.contract.ts';
import { destroyFamilyJob } from './erasure.jobs.ts';
import { erasureProblems } from './erasure.problems.ts';
import { type ErasureRow, ErasuresRepository } from './erasures.repository.ts';
import { FamilyDataRepository } from './family-data.repository.ts';
import { familyTables } from './family-tables.ts';
import { LegalHoldsRepository } from './legal-holds.repository.ts';

/** Says what an erasure would do, and orders one; the destruction itself is the handler's. */
@Injectable()
export class Erasures {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly families: Families,
    private readonly data: FamilyDataRepository,
    private readonly holds: LegalHoldsRepository,
    private readonly erasures: ErasuresRepository,
  ) {}

  /** Changes nothing. @throws Problem not-found. */
  async preview(familyId: string): Promise<Preview> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const counts = await this.data.count(familyId);
      const tables = familyTables.map(({ table, title, empty, kept }) => ({
        ...{ table, title, kept, rows: counts.get(table) ?? 0, emptied: empty !== null },
      }));
      const files = await this.data.countFiles(familyId);
      return { familyId, files, tables, blockedBy: await this.blockers(familyId) };
    });
  }

  /** @throws Problem not-found, erasure.legal-hold, erasure.message-on-its-way, erasure.erased-already. */
  async order(by: Principal, familyId: string, { reason, requestedBy }: { reason: string; requestedBy: Requester }) {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const [blocker] = await this.blockers(familyId);
      if (blocker !== undefined) throw new Problem(PROBLEMS[blocker]);
      await this.insert(by, familyId, { reason, requestedBy, orderedBy: by.personId });
      return this.get(familyId);
    });
  }

  /** Joins the caller's transaction: by the clock of a closed branch, in the name of who closed it. Blockers are its business. */
  async schedule(by: Actor, familyId: string, { orderedBy, reason }: { orderedBy: string; reason: string }) {
    await this.insert(by, familyId, { reason, requestedBy: 'retention', orderedBy });
  }

  /** @throws Problem not-found. */
  async get(familyId: string) {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const row = await this.erasures.find(familyId);
      if (row === null) throw notFound();
      return answerOf(row);
    });
  }

  private async insert(
    by: Actor,
    familyId: string,
    { reason, requestedBy, orderedBy }: { reason: string; requestedBy: Requester; orderedBy: string },
  ): Promise<void> {
    const id = newId();
    const keyring = await this.vault.keyring([{ kind: 'branch' }]);
    const reasonSealed = keyring.seal({ kind: 'branch' }, reasonPlace(id), reason);
    await this.erasures.insert({ id, familyId, requestedBy, reasonSealed, orderedBy });
    const subject = { type: 'erasure', id };
    this.audit.record({ action: 'families.erase', by, subject, familyId, details: { requestedBy } });
    await this.outbox.enqueue(destroyFamilyJob, { erasureId: id });
  }

  /** Joins the caller's transaction. What stands in the way of destroying now. */
  async blockers(familyId: string): Promise<Preview['blockedBy']> {
    const found: Preview['blockedBy'] = [];
    if ((await this.erasures.find(familyId)) !== null) found.push('erased-already');
    if (await this.holds.stands(familyId)) found.push('legal-hold');
    if (await this.data.hasMessageOnItsWay(familyId)) found.push('message-on-its-way');
    if (await this.vault.isSettling(familyId)) found.push('settling');
    return found;
  }
}

export function reasonPlace(row: string) {
  return { table: 'erasures', column: 'reason', row };
}

const PROBLEMS = {
  'legal-hold': erasureProblems.held,
  'message-on-its-way': erasureProblems.underWay,
  'erased-already': erasureProblems.erasedAlready,
  settling: erasureProblems.mergeSettling,
} as const;

function answerOf({ id, stage, requestedBy, destroyedAt, actFileId, logFileId, keepUntil }: ErasureRow) {
  return { id, stage, requestedBy, destroyedAt: destroyedAt?.toISOString() ?? null, actFileId, logFileId, keepUntil };
}
