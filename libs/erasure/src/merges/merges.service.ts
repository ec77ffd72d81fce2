import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Families, FamilySearchIndex } from '#families';
import { versionMismatch } from '#http';
import { newId, notFound, Problem } from '#kernel';
import { Outbox } from '#outbox';
import { resealFamilyJob } from '../erasure.jobs.ts';
import { erasureProblems } from '../erasure.problems.ts';
import { familyTables } from '../family-tables.ts';
import type { Merge, MergeAnswer, MergeBlocker, MergePreview, UndoPreview } from './merges.contract.ts';
import { type MergeRow, MergesRepository } from './merges.repository.ts';

const UNDO_DAYS = 30;
const TITLES = new Map(familyTables.map(({ table, title }) => [table, title]));

/** Makes one family of two records of it, and two again within thirty days. */
@Injectable()
export class Merges {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly families: Families,
    private readonly search: FamilySearchIndex,
    private readonly merges: MergesRepository,
  ) {}

  /** Changes nothing. @throws Problem not-found for either. */
  async preview(familyId: string, mergedId: string): Promise<MergePreview> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      await this.families.assertVisible(mergedId);
      const counts = await this.merges.count(mergedId);
      const moves = counts
        .filter(({ rows }) => rows > 0)
        .map(({ table, rows }) => ({ table, title: TITLES.get(table) ?? 'Файлы', rows }));
      const collisions = await this.merges.collisions(familyId, mergedId);
      return { familyId, mergedId, moves, collisions, blockedBy: await this.merges.blocker(familyId, mergedId) };
    });
  }

  /** All parts move in one transaction. @throws Problem not-found, http.version-mismatch, families.merge-*. */
  async merge(by: Principal, familyId: string, version: number, merged: Merge): Promise<MergeAnswer> {
    return this.db.transaction(async () => {
      const id = newId();
      const verdict = await this.merges.merge(id, familyId, version, merged, UNDO_DAYS);
      if (verdict === 'absent') throw notFound();
      if (verdict === 'version') throw versionMismatch();
      if (verdict === 'same') throw new Problem(erasureProblems.mergeSame, { pointer: '/mergedId' });
      if (verdict !== 'merged') throw blocked(verdict);
      const { mergedId } = merged;
      await this.search.refresh([familyId, mergedId]);
      this.note(by, 'families.merge', familyId, { merge: id, merged: mergedId });
      this.note(by, 'families.merge', mergedId, { merge: id, into: familyId });
      await this.outbox.enqueue(resealFamilyJob, { familyId });
      return toAnswer(await this.merges.get(familyId, id));
    });
  }

  /** The newest first. @throws Problem not-found. */
  async list(familyId: string): Promise<{ items: MergeAnswer[] }> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      return { items: (await this.merges.findOf(familyId)).map(toAnswer) };
    });
  }

  /** Changes nothing. @throws Problem not-found. */
  async undoPreview(familyId: string, id: string): Promise<UndoPreview> {
    return this.db.transaction(async () => {
      const row = await this.merges.get(familyId, id);
      return { back: await this.merges.back(id), later: await this.merges.later(row) };
    });
  }

  /** @throws Problem not-found, families.merge-undone-already, -too-late, -mixed, and what blocks a merge. */
  async undo(by: Principal, familyId: string, id: string, take: readonly string[]): Promise<MergeAnswer> {
    return this.db.transaction(async () => {
      const { mergedId } = await this.merges.get(familyId, id);
      const verdict = await this.merges.undo(id, take);
      if (verdict === 'absent') throw notFound();
      if (verdict === 'undone-already') throw new Problem(erasureProblems.mergeUndone);
      if (verdict === 'too-late') throw new Problem(erasureProblems.mergeTooLate);
      if (verdict === 'mixed') throw new Problem(erasureProblems.mergeMixed);
      if (verdict !== 'undone') throw blocked(verdict);
      await this.search.refresh([familyId, mergedId]);
      this.note(by, 'families.undo-merge', familyId, { merge: id, merged: mergedId, taken: take.length });
      this.note(by, 'families.undo-merge', mergedId, { merge: id, from: familyId });
      await this.outbox.enqueue(resealFamilyJob, { familyId: mergedId });
      return toAnswer(await this.merges.get(familyId, id));
    });
  }

  private note(by: Principal, action: string, familyId: string, details: Record<string, string | number>): void {
    this.audit.record({ action, by, subject: { type: 'family', id: familyId }, familyId, details });
  }
}

const BLOCKED: Readonly<Record<MergeBlocker, Problem['definition']>> = {
  'not-open': erasureProblems.mergeNotOpen,
  'seal-differs': erasureProblems.mergeSealDiffers,
  'hand-over': erasureProblems.mergeHandOver,
  erasure: erasureProblems.mergeErasure,
  'message-on-its-way': erasureProblems.mergeOnItsWay,
  settling: erasureProblems.mergeSettling,
};

function blocked(blocker: MergeBlocker): Problem {
  return new Problem(BLOCKED[blocker]);
}

function toAnswer({ id, familyId, mergedId, mergedBy, mergedAt, undoUntil, undoneAt }: MergeRow): MergeAnswer {
  return {
    ...{ id, familyId, mergedId, mergedBy },
    mergedAt: mergedAt.toISOString(),
    undoUntil: undoUntil.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
  };
}
