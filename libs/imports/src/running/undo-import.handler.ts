import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { FamilyRemovals } from '#families';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { ImportRowsRepository } from '../import-rows.repository.ts';
import { ImportSubjectsRepository, type SubjectRow, type Undone } from '../import-subjects.repository.ts';
import { undoImportJob } from '../imports.jobs.ts';
import { ImportsRepository } from '../imports.repository.ts';
import { SchoolRemovalsRepository } from './school-removals.repository.ts';

const PAGE = 200;

/**
 * Takes an import back, page by page: what it made and nobody has touched or used since. Everything else stays, and its
 * lines say why. Killed, it goes on where it was.
 */
@Injectable()
@HandlesJob(undoImportJob)
export class UndoImportHandler implements JobHandler<typeof undoImportJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly imports: ImportsRepository,
    private readonly subjects: ImportSubjectsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly families: FamilyRemovals,
    private readonly schools: SchoolRemovalsRepository,
  ) {}

  async run({ importId, run }: PayloadOf<typeof undoImportJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    for (let more = true; more;) {
      claim.signal.throwIfAborted();
      more = await this.db.transaction(async () => {
        const row = await this.imports.lock(importId);
        if (row.status !== 'undoing' || row.run !== run) return false;
        const page = await this.subjects.findNotUndone(importId, PAGE);
        await this.subjects.markUndone(await this.undo(by, importId, page));
        await this.imports.progress(importId, { rowsDone: row.rowsDone + page.length });
        if (page.length === PAGE) return true;
        const undone = await this.subjects.tallyUndone(importId);
        await this.imports.change(importId, {
          status: 'undone',
          tally: { ...(await this.rows.tally(importId)), ...undone },
        });
        this.audit.record({
          action: 'imports.undone',
          by,
          subject: { type: 'import', id: importId },
          details: { kind: row.kind, ...undone },
        });
        await this.outbox.finish(claim);
        return false;
      });
    }
  }

  private async undo(by: Actor, importId: string, page: readonly SubjectRow[]) {
    const created = page.filter(({ action }) => action === 'created');
    const families = created.flatMap(({ familyId, version }) => (familyId === null ? [] : [{ familyId, version }]));
    const removed = await this.families.remove(by, families, { importId });
    const schools = await this.schools.remove(
      created.flatMap(({ authorityId, version }) => (authorityId === null ? [] : [{ id: authorityId, version }])),
    );
    return page.map(({ id, familyId, authorityId, action }): { id: string; undone: Undone } => {
      if (action !== 'created') return { id, undone: 'kept' };
      const undone =
        familyId !== null ? removed.get(familyId) : authorityId !== null ? schools.get(authorityId) : undefined;
      // Its family or school is gone already: by an undo that was killed, or by somebody else.
      return { id, undone: undone ?? 'removed' };
    });
  }
}
