import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import type { TableRow } from '#tables';
import { Vault } from '#vault';
import { ImportFiles, pagesOf } from '../import-files.service.ts';
import { BRANCH, openPapers } from '../import-papers.ts';
import { ImportRowsRepository, type RowOutcome } from '../import-rows.repository.ts';
import { runImportJob } from '../imports.jobs.ts';
import { ImportsRepository } from '../imports.repository.ts';
import { FamilyPages } from './family-pages.service.ts';
import { ImportFailures } from './import-failures.service.ts';
import { type ImportOrder, StalePage } from './import-order.ts';
import { SchoolPages } from './school-pages.service.ts';

const PAGE = 500;
const TRIES = 5;

/** Prepared outside the transaction that writes it. */
interface PreparedPage {
  readonly last: number;
  readonly count: number;
  readonly write: () => Promise<RowOutcome[]>;
  /** For when the branch has moved on since. */
  readonly again: () => Promise<PreparedPage>;
}

/**
 * Brings a file in, page by page. A page, its results by line and the position behind it are one transaction under the
 * claim's fence, so that a killed worker leaves whole pages, and the next one goes on behind the last of them. While one
 * page is written the next is read and sealed.
 */
@Injectable()
@HandlesJob(runImportJob)
export class RunImportHandler implements JobHandler<typeof runImportJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly files: ImportFiles,
    private readonly families: FamilyPages,
    private readonly schools: SchoolPages,
    private readonly failures: ImportFailures,
  ) {}

  async run({ importId, run }: PayloadOf<typeof runImportJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const order = await this.begin(importId, run);
    if (order === null) return;
    await this.failures.guard(order, claim, async () => {
      const prepare = await this.preparer(by, order);
      const table = await this.files.open(order.row.fileId, order.settings);
      try {
        const pages = pagesOf(table, order.row.position === 0 ? 0 : order.row.position + 1, PAGE);
        const next = async () => {
          const page = await pages.next();
          return page.done === true ? null : this.unsettled(importId, page.value, prepare);
        };
        let coming = next();
        for (let page = await coming; page !== null; page = await coming) {
          claim.signal.throwIfAborted();
          coming = next();
          // Awaited in the next round; a page that cannot be read must not end the process meanwhile.
          coming.catch(() => undefined);
          if (!(await this.write(order, page))) return;
        }
        await this.finish(by, order, claim);
      } finally {
        await table.close();
      }
    });
  }

  private async begin(importId: string, run: number): Promise<ImportOrder | null> {
    return this.db.transaction(async () => {
      const row = await this.inForce(importId, run);
      if (row === null) return null;
      return { row, settings: openPapers(await this.vault.keyring([BRANCH]), row).settings };
    });
  }

  /** Locks the import: a pause, a cancellation or a newer order waits for the page, or the page finds it. */
  private async inForce(importId: string, run: number) {
    const row = await this.imports.lock(importId);
    return row.status === 'running' && row.run === run && row.destroyedAt === null ? row : null;
  }

  private async preparer(by: Actor, order: ImportOrder): Promise<(rows: TableRow[]) => Promise<Preparation>> {
    if (order.row.kind === 'schools') {
      const run = await this.schools.begin(order);
      return (rows) => {
        const page = this.schools.prepare(run, rows);
        return Promise.resolve(() => this.schools.write(by, order, run, page));
      };
    }
    const run = await this.families.begin(order);
    return async (rows) => {
      const page = await this.families.prepare(run, rows);
      return () => this.families.write(by, order, page);
    };
  }

  /** Lines that an earlier run has settled stay as they are. */
  private async unsettled(
    importId: string,
    rows: readonly TableRow[],
    prepare: (rows: TableRow[]) => Promise<Preparation>,
  ): Promise<PreparedPage> {
    const [first, last] = [rows[0]?.line ?? 0, rows.at(-1)?.line ?? 0];
    const settled = await this.db.transaction(() => this.rows.findSettled(importId, first, last));
    const open = rows.filter(({ line }) => !settled.has(line));
    const write = await prepare(open);
    return { last, count: rows.length, write, again: () => this.unsettled(importId, rows, prepare) };
  }

  /** False when the order is no longer in force. */
  private async write({ row }: ImportOrder, first: PreparedPage): Promise<boolean> {
    let page = first;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.db.transaction(async () => {
          const now = await this.inForce(row.id, row.run);
          if (now === null) return false;
          await this.rows.put(row.id, await page.write());
          await this.imports.progress(row.id, { position: page.last, rowsDone: now.rowsDone + page.count });
          return true;
        });
      } catch (error) {
        if (!(error instanceof StalePage) || tries >= TRIES) throw error;
        page = await page.again();
      }
    }
  }

  private async finish(by: Actor, { row }: ImportOrder, claim: JobClaim): Promise<void> {
    await this.db.transaction(async () => {
      if ((await this.inForce(row.id, row.run)) === null) return;
      const tally = await this.rows.tally(row.id);
      await this.imports.change(row.id, { status: 'done', tally });
      const subject = { type: 'import', id: row.id };
      this.audit.record({ action: 'imports.finish', by, subject, details: { kind: row.kind, ...tally } });
      await this.outbox.finish(claim);
    });
  }
}

type Preparation = () => Promise<RowOutcome[]>;
