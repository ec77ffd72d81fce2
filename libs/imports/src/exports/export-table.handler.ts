import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { Audit } from '#audit';
import { Database, TenantScope } from '#database';
import { FamilyTables } from '#families';
import { Files } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { Authorities } from '#schools';
import { type ColumnField, writeCsv, writeJson, writeXlsx } from '#tables';
import { MAX_IMPORT_BYTES } from '../import-files.service.ts';
import { exportTableJob } from '../imports.jobs.ts';
import { familyColumns, familyRecords } from './family-table.ts';
import { schoolColumns, schoolRecord } from './school-table.ts';
import { type TableExportRow, TableExportsRepository } from './table-exports.repository.ts';

type TableRecord = Readonly<Record<string, string | undefined>>;

const PAGE = 500;
const NAMES = { families: 'Семьи', schools: 'Школы' } as const;

/** Writes the table of an export. Killed, it begins anew: until the file is whole there is nothing to see. */
@Injectable()
@HandlesJob(exportTableJob)
export class ExportTableHandler implements JobHandler<typeof exportTableJob> {
  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly families: FamilyTables,
    private readonly authorities: Authorities,
    private readonly exports: TableExportsRepository,
  ) {}

  async run({ exportId }: PayloadOf<typeof exportTableJob>, claim: JobClaim): Promise<void> {
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const order = await this.db.transaction(() => this.exports.get(exportId));
    if (order.status !== 'running' || order.destroyedAt !== null) return;
    const [columns, records] =
      order.kind === 'families'
        ? [familyColumns, this.familyRows(order, claim)]
        : [schoolColumns, this.schoolRows(order)];
    const content = await written(order, columns, records);
    const file = await this.files.prepare({
      ...{ purpose: 'table-export', name: `${NAMES[order.kind]}.${order.format}`, content, by },
      maxBytes: 4 * MAX_IMPORT_BYTES,
    });
    await this.db.transaction(async () => {
      const { id: fileId, sha256 } = await this.files.attach(file);
      await this.exports.finish(exportId, fileId);
      const details = { kind: order.kind, format: order.format, rows: order.rowsTotal, sha256 };
      this.audit.record({ action: 'exports.finish', by, subject: { type: 'export', id: exportId }, details });
      await this.outbox.finish(claim);
    });
  }

  private async *familyRows({ id }: TableExportRow, claim: JobClaim): AsyncGenerator<TableRecord> {
    const scope = this.scope.current();
    for (let [after, done] = [0, 0]; ;) {
      claim.signal.throwIfAborted();
      const page = await this.scope.run(scope, () => this.db.transaction(() => this.familyPage(id, after)));
      for (const family of page.families) yield* familyRecords(family, page.schools);
      done += page.count;
      await this.scope.run(scope, () => this.db.transaction(() => this.exports.progress(id, done)));
      if (page.count < PAGE) return;
      after = page.last;
    }
  }

  private async familyPage(id: string, after: number) {
    const chosen = await this.exports.findFamilies(id, after, PAGE);
    const families = await this.families.open(chosen.map(({ familyId }) => familyId));
    const ids = families.flatMap(({ children }) => children.flatMap(({ enrolment }) => enrolment?.authorityId ?? []));
    const schools = new Map((await this.authorities.getMany([...new Set(ids)])).map((one) => [one.id, one]));
    families.sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
    return { families, schools, count: chosen.length, last: chosen.at(-1)?.number ?? after };
  }

  private async *schoolRows({ filters }: TableExportRow): AsyncGenerator<TableRecord> {
    const scope = this.scope.current();
    const schools = await this.scope.run(scope, () => this.authorities.inRegion(filters.regionCode ?? '', 'school'));
    for (const school of schools) yield schoolRecord(school);
  }
}

function written(
  { format, kind }: TableExportRow,
  columns: readonly ColumnField[],
  records: AsyncIterable<TableRecord>,
): Promise<Buffer> {
  if (format === 'json') return buffer(writeJson(records));
  const rows = cells(columns, records);
  return buffer(format === 'csv' ? writeCsv(rows) : writeXlsx(rows, { sheet: NAMES[kind] }));
}

async function* cells(columns: readonly ColumnField[], records: AsyncIterable<TableRecord>) {
  yield columns.map(({ titles, name }) => titles[0] ?? name);
  for await (const record of records) yield columns.map(({ name }) => record[name] ?? '');
}
