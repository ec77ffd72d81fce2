import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { FamilyIntake, FamilySupplements, type KeyedFamily, type Recognition } from '#families';
import type { Actor } from '#kernel';
import { Organisations } from '#organisations';
import { Authorities } from '#schools';
import type { TableRow } from '#tables';
import { Vault } from '#vault';
import { BRANCH } from '../import-papers.ts';
import { ImportRowsRepository, type NewSubject, type RowOutcome } from '../import-rows.repository.ts';
import { ImportSchoolsRepository } from '../import-schools.repository.ts';
import { groupFamilies, type FamilyGroup } from '../reading/group-families.ts';
import { placeSchools, type SchoolPlace } from '../reading/place-schools.ts';
import {
  type FamilyRowContext,
  type ReadFamilyRow,
  readFamilyRow,
  type SchoolWords,
} from '../reading/read-family-row.ts';
import { columnsOf } from '../reading/row-cells.ts';
import { schoolKey, SchoolMatcher } from '../reading/school-matcher.ts';
import { type ImportOrder, schoolYearOf, StalePage, subject } from './import-order.ts';

/** What a run over families knows from the beginning. */
export interface FamilyRun {
  readonly context: FamilyRowContext;
  readonly acceptDoubts: boolean;
  readonly placeOf: (school: SchoolWords) => SchoolPlace;
  readonly matcher: SchoolMatcher;
}

/** A page with everything that takes its time done: read, recognised, sealed. */
export interface FamilyPage {
  readonly outcomes: readonly RowOutcome[];
  readonly groups: readonly PreparedGroup[];
  readonly fresh: readonly PreparedGroup[];
  readonly drafts: Awaited<ReturnType<FamilyIntake['seal']>>;
}

export interface PreparedGroup extends FamilyGroup {
  readonly keyed: KeyedFamily;
  readonly recognition: Recognition;
  readonly warnings: readonly string[];
}

/** Families by the page: from rows of a table to families of the branch. */
@Injectable()
export class FamilyPages {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly organisations: Organisations,
    private readonly authorities: Authorities,
    private readonly intake: FamilyIntake,
    private readonly supplements: FamilySupplements,
    private readonly schools: ImportSchoolsRepository,
    private readonly rows: ImportRowsRepository,
  ) {}

  async begin({ row, settings }: ImportOrder): Promise<FamilyRun> {
    return this.db.transaction(async () => {
      const { region } = await this.organisations.branch();
      const today = await this.organisations.today();
      const matcher = new SchoolMatcher(await this.authorities.inRegion(region.code, 'school'));
      const decided = new Map(
        (await this.schools.all(row.id)).map((school) => [school.textHash.toString('base64'), school]),
      );
      // The index keys are in hand only inside the scope; so is this closure used.
      await this.vault.keyring([BRANCH]);
      return {
        matcher,
        acceptDoubts: settings.acceptDoubts,
        context: {
          columns: columnsOf(settings.mapping),
          ...{ defaults: settings.defaults, source: row.source, schoolYear: schoolYearOf(today), today },
        },
        placeOf: (school) => decided.get(this.hashOf(schoolKey(school)).toString('base64')) ?? matcher.match(school),
      };
    });
  }

  hashOf(key: string): Buffer {
    return this.vault.blindIndex('import-school', key);
  }

  read(run: FamilyRun, rows: readonly TableRow[]): ReadFamilyRow[] {
    return rows.map((row) => readFamilyRow(row, run.context));
  }

  /** Read, put together, recognised; nothing is sealed or written. */
  async recognise(run: FamilyRun, read: readonly ReadFamilyRow[]): Promise<Omit<FamilyPage, 'drafts' | 'fresh'>> {
    const placed = placeSchools(read, run.placeOf, run.acceptDoubts);
    const warnings = new Map(placed.rows.map((row) => [row.line, row.warnings]));
    const groups = groupFamilies(placed.rows);
    const keyed = this.intake.withKeys(groups.map(({ family }) => family));
    const recognised = await this.intake.recognise(keyed);
    return {
      outcomes: placed.outcomes,
      groups: groups.map((group, index) => ({
        ...group,
        keyed: nth(keyed, index),
        recognition: nth(recognised, index),
        warnings: group.lines.flatMap((line) => warnings.get(line) ?? []),
      })),
    };
  }

  /** Outside any transaction. */
  async prepare(run: FamilyRun, rows: readonly TableRow[]): Promise<FamilyPage> {
    const page = await this.recognise(run, this.read(run, rows));
    const fresh = page.groups.filter(({ recognition }) => recognition.kind === 'new');
    return { ...page, fresh, drafts: await this.intake.seal(fresh.map(({ keyed }) => keyed)) };
  }

  /** In the page's transaction. @throws StalePage when another import was quicker with one of the families. */
  async write(by: Actor, { row }: ImportOrder, page: FamilyPage): Promise<RowOutcome[]> {
    const details = { importId: row.id };
    await this.intake.takeTurn();
    const again = await this.intake.recognise(page.fresh.map(({ keyed }) => keyed));
    if (again.some(({ kind }) => kind !== 'new')) throw new StalePage();
    const created = await this.intake.insert(by, page.drafts, { createdBy: row.createdBy, details });
    const subjects: NewSubject[] = [];
    const outcomes: RowOutcome[] = [...page.outcomes];
    const settle = (
      { lines, warnings }: Pick<PreparedGroup, 'lines' | 'warnings'>,
      result: RowOutcome['result'],
      made: NewSubject | null,
      reasons: readonly string[] = [],
    ) => {
      if (made !== null) subjects.push(made);
      for (const line of lines) {
        outcomes.push({ line, result, reasons: [...warnings, ...reasons], subjectId: made?.id ?? null });
      }
    };
    page.fresh.forEach((group, index) => {
      settle(group, 'created', subject({ ...nth(created, index), action: 'created' }));
    });
    const raised: { familyId: string; version: number }[] = [];
    for (const group of page.groups) {
      const { recognition } = group;
      if (recognition.kind === 'refused') settle(group, 'conflict', null, recognition.reasons.map(asReason));
      if (recognition.kind !== 'known') continue;
      const { familyId, number, version, additions, reasons } = recognition;
      const known = subject({ familyId, number, version, action: 'known' });
      if (reasons.length > 0) settle(group, 'conflict', known, reasons.map(asReason));
      else if (Object.values(additions).every(({ length }) => length === 0)) settle(group, 'unchanged', known);
      else {
        const after = await this.supplements.add(by, recognition, details);
        if (after === null) throw new StalePage();
        raised.push({ familyId, version: after });
        settle(group, 'updated', subject({ familyId, number, version: after, action: 'updated' }));
      }
    }
    await this.rows.addSubjects(row.id, subjects);
    await this.rows.raiseVersions(row.id, raised);
    return outcomes;
  }
}

function asReason(code: string): string {
  return `row:${code}`;
}

function nth<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`There is no element ${index}.`);
  return found;
}
