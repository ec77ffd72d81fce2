import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { cutPage, type Page, Problem } from '#kernel';
import { Authorities } from '#schools';
import { Vault } from '#vault';
import type { z } from 'zod';
import { ImportFiles } from './import-files.service.ts';
import { BRANCH, openPapers, schoolPlace } from './import-papers.ts';
import { ImportRowsRepository } from './import-rows.repository.ts';
import { type ImportSchoolRow, ImportSchoolsRepository } from './import-schools.repository.ts';
import type { importRowSchema, ImportSchool, ListImportSchools, Preview } from './imports.contract.ts';
import { importsProblems } from './imports.problems.ts';
import { ImportsRepository } from './imports.repository.ts';
import { refuseState, refuseUnpermitted } from './imports.service.ts';

/** Shows a person how the lines of a file were understood, and takes their word on schools that were not certain. */
@Injectable()
export class ImportPreview {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly authorities: Authorities,
    private readonly files: ImportFiles,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly schools: ImportSchoolsRepository,
  ) {}

  /** A page of lines with their cells by field. The reading is logged. @throws Problem not-found, imports.destroyed. */
  async page(by: Principal, id: string, query: Preview): Promise<Page<z.output<typeof importRowSchema>>> {
    const { row, settings, page } = await this.db.transaction(async () => {
      const found = await this.imports.get(id);
      const papers = openPapers(await this.vault.keyring([BRANCH]), found);
      const lines = await this.rows.findPage(id, query);
      this.audit.record({ action: 'imports.read', by, subject: { type: 'import', id } });
      // The id of a line is its number; a cursor needs a UUID to break ties, and there are none.
      const cut = cutPage(lines, query.limit, query.sort, ({ line }) => ({ key: String(line), id }));
      return { row: found, settings: papers.settings, page: cut };
    });
    const [first, last] = [page.items[0]?.line, page.items.at(-1)?.line];
    const cells = new Map<number, Record<string, string>>();
    if (first !== undefined && last !== undefined) {
      const table = await this.files.open(row.fileId, settings);
      try {
        for await (const { line, cells: texts } of table.rows(first)) {
          if (line > last) break;
          cells.set(
            line,
            Object.fromEntries(settings.mapping.map(({ column, field }) => [field, texts[column] ?? ''])),
          );
        }
      } finally {
        await table.close();
      }
    }
    const items = page.items.map(({ line, result, reasons }) => ({
      ...{ line, result, reasons, cells: cells.get(line) ?? {} },
    }));
    return { ...page, items };
  }

  /** Each school of the file once, those of the most rows first. @throws Problem not-found. */
  async schoolsOf(id: string, query: ListImportSchools): Promise<Page<ImportSchool>> {
    return this.db.transaction(async () => {
      await this.imports.get(id);
      const rows = await this.schools.findPage(id, query);
      const page = cutPage(rows, query.limit, query.sort, (row) => ({ key: String(row.rows), id: row.id }));
      return { ...page, items: await this.answers(page.items) };
    });
  }

  /** Decides about a school for the whole file. @throws Problem not-found, imports.school-unknown. */
  async choose(by: Principal, id: string, schoolId: string, authorityId: string | null): Promise<ImportSchool> {
    return this.db.transaction(async () => {
      const row = await this.imports.lock(id);
      refuseUnpermitted(by, row.kind);
      refuseState(row, ['ready', 'paused', 'done', 'running']);
      await this.schools.get(id, schoolId);
      if (authorityId !== null) {
        const [school] = await this.authorities.getMany([authorityId]);
        if (school?.kind !== 'school') throw new Problem(importsProblems.schoolUnknown, { pointer: '/authorityId' });
      }
      await this.schools.choose(schoolId, authorityId);
      const details = { school: schoolId, authority: authorityId ?? 'none' };
      this.audit.record({ action: 'imports.choose-school', by, subject: { type: 'import', id }, details });
      const [answer] = await this.answers([await this.schools.get(id, schoolId)]);
      if (answer === undefined) throw new Error('The school that was just decided about is gone.');
      return answer;
    });
  }

  private async answers(rows: readonly ImportSchoolRow[]): Promise<ImportSchool[]> {
    const keyring = await this.vault.keyring([BRANCH]);
    const ids = [...new Set(rows.flatMap(({ candidates }) => candidates))];
    const known = new Map((await this.authorities.getMany(ids)).map((school) => [school.id, school]));
    return rows.map(({ id, nameSealed, decision, authorityId, candidates, rows: count }) => ({
      ...{ id, decision, authorityId, rows: count },
      name: keyring.open(BRANCH, schoolPlace(id), nameSealed),
      candidates: candidates.flatMap((candidate) => {
        const school = known.get(candidate);
        return school === undefined
          ? []
          : [{ id: candidate, name: school.shortName, postalAddress: school.postalAddress }];
      }),
    }));
  }
}
