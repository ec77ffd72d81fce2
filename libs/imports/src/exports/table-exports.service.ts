import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { FamilyTables } from '#families';
import { Files, type StoredFile } from '#files';
import { newId, notFound, Problem } from '#kernel';
import { Organisations } from '#organisations';
import { Outbox } from '#outbox';
import { Authorities } from '#schools';
import { destroyExportJob, exportTableJob } from '../imports.jobs.ts';
import { importsProblems } from '../imports.problems.ts';
import type { ExportFamilies, ExportSchools, TableExport } from './table-exports.contract.ts';
import { type TableExportRow, TableExportsRepository } from './table-exports.repository.ts';

type NewExport = Pick<TableExportRow, 'kind' | 'format' | 'filters' | 'rowsTotal'>;

/** Orders tables of families and schools, and gives them out to whoever ordered them. */
@Injectable()
export class TableExports {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly organisations: Organisations,
    private readonly families: FamilyTables,
    private readonly authorities: Authorities,
    private readonly exports: TableExportsRepository,
  ) {}

  /** Which families they are is settled here, in the name of the person: a job sees more. */
  async orderFamilies(by: Principal, { format, status, authorityId }: ExportFamilies): Promise<TableExport> {
    return this.db.transaction(async () => {
      const chosen = await this.families.select({ status, authorityId });
      const id = await this.order(by, { kind: 'families', format, filters: {}, rowsTotal: chosen.length });
      await this.exports.addFamilies(id, chosen);
      return toExport(await this.exports.get(id));
    });
  }

  async orderSchools(by: Principal, { format, regionCode }: ExportSchools): Promise<TableExport> {
    return this.db.transaction(async () => {
      const region = regionCode ?? (await this.organisations.branch()).region.code;
      const { length } = await this.authorities.inRegion(region, 'school');
      const id = await this.order(by, { kind: 'schools', format, filters: { regionCode: region }, rowsTotal: length });
      return toExport(await this.exports.get(id));
    });
  }

  /** @throws Problem not-found: absent, or ordered by somebody else. */
  async get(by: Principal, id: string): Promise<TableExport> {
    return toExport(await this.ownOf(by, id));
  }

  /** The handing out is logged. @throws Problem not-found, imports.export-not-ready, imports.destroyed. */
  async content(by: Principal, id: string): Promise<{ file: StoredFile; content: Buffer }> {
    const { fileId, destroyedAt, kind } = await this.ownOf(by, id);
    if (destroyedAt !== null) throw new Problem(importsProblems.destroyed);
    if (fileId === null) throw new Problem(importsProblems.exportNotReady);
    await this.db.transaction(() => {
      this.audit.record({ action: 'exports.read', by, subject: { type: 'export', id }, details: { kind } });
      return Promise.resolve();
    });
    return this.files.read(fileId);
  }

  private async order(by: Principal, given: NewExport): Promise<string> {
    const id = newId();
    const { kind, format, rowsTotal } = given;
    await this.exports.insert({ id, ...given, createdBy: by.personId });
    const { destroyAfter } = await this.exports.get(id);
    await this.outbox.enqueue(exportTableJob, { exportId: id });
    await this.outbox.enqueue(destroyExportJob, { exportId: id }, { notBefore: destroyAfter });
    const details = { kind, format, rows: rowsTotal };
    this.audit.record({ action: 'exports.create', by, subject: { type: 'export', id }, details });
    return id;
  }

  private async ownOf(by: Principal, id: string): Promise<TableExportRow> {
    const row = await this.db.transaction(() => this.exports.get(id));
    if (row.createdBy !== by.personId) throw notFound();
    if (row.kind === 'families' && !by.permissions.has('families.export')) throw notFound();
    return row;
  }
}

function toExport(row: TableExportRow): TableExport {
  const { id, kind, format, status, rowsTotal, rowsDone, errorCode } = row;
  return {
    ...{ id, kind, format, status, rowsTotal, rowsDone, errorCode },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    destroyAfter: row.destroyAfter.toISOString(),
    destroyedAt: row.destroyedAt?.toISOString() ?? null,
  };
}
