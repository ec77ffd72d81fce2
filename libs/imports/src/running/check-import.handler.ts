import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import type { TableRow } from '#tables';
import { Vault } from '#vault';
import { ImportFiles, pagesOf } from '../import-files.service.ts';
import { BRANCH, openPapers, schoolPlace } from '../import-papers.ts';
import { ImportRowsRepository, type RowOutcome } from '../import-rows.repository.ts';
import { ImportSchoolsRepository } from '../import-schools.repository.ts';
import { checkImportJob } from '../imports.jobs.ts';
import { ImportsRepository } from '../imports.repository.ts';
import { countSchools } from '../reading/place-schools.ts';
import type { SchoolWords } from '../reading/read-family-row.ts';
import { FamilyPages, type FamilyRun } from './family-pages.service.ts';
import type { ImportOrder } from './import-order.ts';
import { ImportFailures } from './import-failures.service.ts';
import { SchoolPages } from './school-pages.service.ts';

const PAGE = 500;

/** Reads the whole file once and says of each line what a run would make of it. Writes nothing but that. */
@Injectable()
@HandlesJob(checkImportJob)
export class CheckImportHandler implements JobHandler<typeof checkImportJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly outbox: Outbox,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly schools: ImportSchoolsRepository,
    private readonly files: ImportFiles,
    private readonly families: FamilyPages,
    private readonly schoolPages: SchoolPages,
    private readonly failures: ImportFailures,
  ) {}

  async run({ importId, run }: PayloadOf<typeof checkImportJob>, claim: JobClaim): Promise<void> {
    const order = await this.begin(importId, run);
    if (order === null) return;
    await this.failures.guard(order, claim, async () => {
      const { look, finish } = await this.reader(order);
      const table = await this.files.open(order.row.fileId, order.settings);
      try {
        let total = 0;
        for await (const page of pagesOf(table, 0, PAGE)) {
          claim.signal.throwIfAborted();
          const outcomes = await look(page);
          total += outcomes.length;
          const goesOn = await this.db.transaction(async () => {
            if (!(await this.isInForce(importId, run))) return false;
            await this.rows.put(importId, outcomes);
            await this.imports.progress(importId, { rowsDone: total });
            return true;
          });
          if (!goesOn) return;
        }
        await this.db.transaction(async () => {
          if (!(await this.isInForce(importId, run))) return;
          await finish();
          await this.imports.change(importId, {
            ...{ status: 'ready', rowsTotal: total, rowsDone: 0, position: 0 },
            tally: await this.rows.tally(importId),
          });
          await this.outbox.finish(claim);
        });
      } finally {
        await table.close();
      }
    });
  }

  /** A check that was killed begins anew: what it wrote is forgotten. */
  private async begin(importId: string, run: number): Promise<ImportOrder | null> {
    return this.db.transaction(async () => {
      if (!(await this.isInForce(importId, run))) return null;
      await this.rows.clear(importId);
      const row = await this.imports.get(importId);
      return { row, settings: openPapers(await this.vault.keyring([BRANCH]), row).settings };
    });
  }

  private async isInForce(importId: string, run: number): Promise<boolean> {
    const row = await this.imports.lock(importId);
    return row.status === 'checking' && row.run === run && row.destroyedAt === null;
  }

  private async reader(order: ImportOrder) {
    if (order.row.kind === 'schools') {
      const run = await this.schoolPages.begin(order);
      const look = (page: readonly TableRow[]) =>
        Promise.resolve(this.schoolPages.foresee(run, this.schoolPages.prepare(run, page)));
      return { look, finish: () => Promise.resolve() };
    }
    const run = await this.families.begin(order);
    const counted = new Map<string, { readonly words: SchoolWords; rows: number }>();
    const look = async (page: readonly TableRow[]) => {
      const read = this.families.read(run, page);
      countSchools(read, counted);
      const { outcomes, groups } = await this.families.recognise(run, read);
      return [
        ...outcomes,
        ...groups.flatMap(({ lines, recognition, warnings }) =>
          lines.map((line): RowOutcome => {
            if (recognition.kind === 'new') return { line, result: 'ok', reasons: warnings };
            const reasons = [...warnings, ...recognition.reasons.map((code) => `row:${code}`)];
            return { line, result: recognition.reasons.length > 0 ? 'conflict' : 'known', reasons };
          }),
        ),
      ];
    };
    return { look, finish: () => this.keepSchools(order.row.id, run, counted) };
  }

  private async keepSchools(
    importId: string,
    { matcher }: FamilyRun,
    counted: ReadonlyMap<string, { readonly words: SchoolWords; readonly rows: number }>,
  ): Promise<void> {
    const keyring = await this.vault.keyring([BRANCH]);
    await this.schools.put(
      importId,
      [...counted].map(([key, { words, rows }]) => {
        const id = newId();
        const name = words.name ?? words.ogrn ?? words.inn ?? words.id ?? '';
        return {
          ...{ id, rows, textHash: this.families.hashOf(key), ...matcher.match(words) },
          nameSealed: keyring.seal(BRANCH, schoolPlace(id), name),
        };
      }),
    );
  }
}
