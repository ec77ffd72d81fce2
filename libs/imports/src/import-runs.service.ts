import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Problem } from '#kernel';
import { Outbox } from '#outbox';
import { Vault } from '#vault';
import { toImport } from './import-answer.ts';
import { BRANCH, openPapers } from './import-papers.ts';
import type { Import, ImportStatus } from './imports.contract.ts';
import { runImportJob, undoImportJob } from './imports.jobs.ts';
import { importsProblems } from './imports.problems.ts';
import { type ImportRow, ImportsRepository } from './imports.repository.ts';
import { refuseState, refuseUnpermitted } from './imports.service.ts';

/** Starts, holds, ends and takes back. Asking for what is the case already changes nothing: two clicks are one. */
@Injectable()
export class ImportRuns {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly imports: ImportsRepository,
  ) {}

  /**
   * Begins, or goes on after a pause. After the end it goes through the file again for the lines that were in doubt or
   * refused. @throws Problem not-found, imports.not-in-this-state, imports.nothing-mapped.
   */
  async start(by: Principal, id: string): Promise<Import> {
    return this.move(by, id, 'run', 'running', ['ready', 'paused', 'done'], async (row) => {
      const { settings } = openPapers(await this.vault.keyring([BRANCH]), row);
      if (settings.mapping.length === 0) throw new Problem(importsProblems.nothingMapped);
      const anew = row.status === 'done' ? { position: 0, rowsDone: 0 } : {};
      const advanced = await this.imports.advance(id, { status: 'running', errorCode: null, ...anew });
      await this.outbox.enqueue(runImportJob, { importId: id, run: advanced.run });
      return advanced;
    });
  }

  /** @throws Problem not-found, imports.not-in-this-state. */
  async pause(by: Principal, id: string): Promise<Import> {
    return this.move(by, id, 'pause', 'paused', ['running'], () => this.imports.advance(id, { status: 'paused' }));
  }

  /** What came in stays; it can be undone. @throws Problem not-found, imports.not-in-this-state. */
  async cancel(by: Principal, id: string): Promise<Import> {
    return this.move(by, id, 'cancel', 'cancelled', ['checking', 'ready', 'running', 'paused', 'failed'], () =>
      this.imports.advance(id, { status: 'cancelled' }),
    );
  }

  /** @throws Problem not-found, imports.not-in-this-state. */
  async undo(by: Principal, id: string): Promise<Import> {
    const allowed = ['paused', 'done', 'cancelled', 'failed'] as const;
    return this.move(by, id, 'undo', 'undoing', allowed, async () => {
      const advanced = await this.imports.advance(id, { status: 'undoing', rowsDone: 0 });
      await this.outbox.enqueue(undoImportJob, { importId: id, run: advanced.run });
      return advanced;
    });
  }

  private async move(
    by: Principal,
    id: string,
    action: string,
    target: ImportStatus,
    allowed: readonly ImportStatus[],
    change: (row: ImportRow) => Promise<ImportRow>,
  ): Promise<Import> {
    return this.db.transaction(async () => {
      const row = await this.imports.lock(id);
      refuseUnpermitted(by, row.kind);
      const keyring = await this.vault.keyring([BRANCH]);
      if (row.status === target) return toImport(row, keyring);
      refuseState(row, allowed);
      const changed = await change(row);
      this.audit.record({
        action: `imports.${action}`,
        by,
        subject: { type: 'import', id },
        details: { kind: row.kind, from: row.status },
      });
      return toImport(changed, keyring);
    });
  }
}
