import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Actor } from '#kernel';
import { Organisations } from '#organisations';
import { Authorities, type DirectoryRow, type DirectorySource, SchoolDirectory } from '#schools';
import type { TableRow } from '#tables';
import { ImportRowsRepository, type NewSubject, type RowOutcome } from '../import-rows.repository.ts';
import type { ImportSource } from '../imports.contract.ts';
import { readSchoolRow } from '../reading/read-school-row.ts';
import { columnsOf } from '../reading/row-cells.ts';
import { SchoolMatcher } from '../reading/school-matcher.ts';
import { type ImportOrder, subject } from './import-order.ts';

export interface SchoolRun {
  readonly columns: ReadonlyMap<string, readonly number[]>;
  readonly region: string;
  readonly acceptDoubts: boolean;
  readonly source: DirectorySource;
  /** For the check alone: what the directory knows by now. */
  readonly matcher: SchoolMatcher;
}

export interface SchoolPage {
  readonly outcomes: readonly RowOutcome[];
  readonly schools: readonly {
    readonly line: number;
    readonly school: DirectoryRow;
    readonly warnings: readonly string[];
  }[];
}

const SOURCE_NAMES: Readonly<Partial<Record<ImportSource, string>>> = {
  licence_registry: 'Реестр лицензий на образовательную деятельность',
  own_export: 'Выгрузка справочника',
  published_list: 'Опубликованный список',
};

/** Institutions by the page: from rows of a register to the directory. */
@Injectable()
export class SchoolPages {
  constructor(
    private readonly db: Database,
    private readonly organisations: Organisations,
    private readonly authorities: Authorities,
    private readonly directory: SchoolDirectory,
    private readonly rows: ImportRowsRepository,
  ) {}

  async begin({ row, settings }: ImportOrder): Promise<SchoolRun> {
    return this.db.transaction(async () => {
      const { region } = await this.organisations.branch();
      const today = await this.organisations.today();
      return {
        ...{ columns: columnsOf(settings.mapping), region: region.code, acceptDoubts: settings.acceptDoubts },
        source: { name: SOURCE_NAMES[row.source] ?? row.source, observedOn: today, reference: row.id },
        matcher: new SchoolMatcher(await this.authorities.inRegion(region.code, 'school')),
      };
    });
  }

  prepare(run: SchoolRun, rows: readonly TableRow[]): SchoolPage {
    const outcomes: RowOutcome[] = [];
    const schools: SchoolPage['schools'][number][] = [];
    for (const { line, school, errors, warnings } of rows.map((row) => readSchoolRow(row, run))) {
      if (school === null) outcomes.push({ line, result: 'bad', reasons: [...errors, ...warnings] });
      else if (warnings.length > 0 && !run.acceptDoubts) outcomes.push({ line, result: 'doubt', reasons: warnings });
      else schools.push({ line, school, warnings });
    }
    return { outcomes, schools };
  }

  /** What the check says of a page: the directory is asked by number and name, nothing is written. */
  foresee(run: SchoolRun, page: SchoolPage): RowOutcome[] {
    return [
      ...page.outcomes,
      ...page.schools.map(({ line, school, warnings }): RowOutcome => {
        const { shortName: name, ogrn = null, inn = null } = school;
        const isKnown = run.matcher.match({ id: null, name, ogrn, inn }).decision === 'matched';
        return { line, result: isKnown ? 'known' : 'ok', reasons: warnings };
      }),
    ];
  }

  /** In the page's transaction. */
  async write(by: Actor, { row }: ImportOrder, run: SchoolRun, page: SchoolPage): Promise<RowOutcome[]> {
    const results = await this.directory.upsertMany(
      by,
      page.schools.map(({ school }) => school),
      run.source,
    );
    const ids = results.flatMap(({ authorityId }) => authorityId ?? []);
    const versions = new Map((await this.authorities.getMany(ids)).map(({ id, version }) => [id, version]));
    const subjects: NewSubject[] = [];
    const outcomes = results.map(({ index, result, authorityId, reasons }): RowOutcome => {
      const given = page.schools[index];
      if (given === undefined) throw new RangeError(`There is no row ${index}.`);
      const made =
        authorityId === null
          ? null
          : subject({
              authorityId,
              version: versions.get(authorityId) ?? 1,
              action: result === 'created' || result === 'updated' ? result : 'known',
            });
      if (made !== null) subjects.push(made);
      const codes = reasons.map(({ code, pointer }) => `school${pointer.replaceAll('/', '.')}:${code}`);
      return { line: given.line, result, reasons: [...given.warnings, ...codes], subjectId: made?.id ?? null };
    });
    await this.rows.addSubjects(row.id, subjects);
    return [...page.outcomes, ...outcomes];
  }
}
