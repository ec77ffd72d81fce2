import { Injectable } from '@nestjs/common';
import { type Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { cutPage, notFound, type Page, Problem } from '#kernel';
import { isRoutable, regionByCode, regions } from '#law';
import { Organisations } from '#organisations';
import { AuthoritiesRepository, type AuthorityColumns } from './authorities.repository.ts';
import type { AuthorityEntity } from './authority.entity.ts';
import { toAuthority } from './authority-answer.ts';
import type {
  Authority,
  AuthorityKind,
  CorrectAuthority,
  CreateAuthority,
  ListAuthorities,
} from './schools.contract.ts';
import { schoolsProblems } from './schools.problems.ts';

/** The directory of addressees: shared by all branches, written by each for its own region. */
@Injectable()
export class Authorities {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly organisations: Organisations,
    private readonly authorities: AuthoritiesRepository,
  ) {}

  async list(query: ListAuthorities): Promise<Page<Authority>> {
    return this.db.transaction(async () => {
      const rows = await this.authorities.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ key, entity }) => ({ key, id: entity.id }));
      return { ...page, items: await this.withEmails(page.items.map(({ entity }) => entity)) };
    });
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<Authority> {
    return this.db.transaction(async () => {
      const [found] = await this.withEmails([await this.authorities.get(id)]);
      if (found === undefined) throw notFound();
      return found;
    });
  }

  /** Those of the ids that exist, in no order. */
  async getMany(ids: readonly string[]): Promise<Authority[]> {
    return this.db.transaction(async () => this.withEmails(await this.authorities.findMany(ids)));
  }

  async inRegion(regionCode: string, kind: AuthorityKind): Promise<Authority[]> {
    return this.db.transaction(async () => this.withEmails(await this.authorities.findIn([regionCode], kind)));
  }

  /**
   * The office of Roskomnadzor that takes complaints for the region: its own entry, or that of another region which the
   * same office serves. @throws Problem schools.regulator-uncertain, schools.regulator-missing, law.region-unknown.
   */
  async regulatorFor(regionCode: string): Promise<Authority> {
    const region = regionByCode(regionCode);
    const parameters = { region: region.code };
    if (!isRoutable(region)) throw new Problem(schoolsProblems.regulatorUncertain, { parameters });
    const served = regions.filter(
      (other) => isRoutable(other) && other.roskomnadzorOffice === region.roskomnadzorOffice,
    );
    return this.db.transaction(async () => {
      const codes = served.map(({ code }) => code);
      const found = await this.authorities.findIn(codes, 'regulator');
      const office = found.find((entry) => entry.regionCode === regionCode) ?? found[0];
      if (office === undefined) throw new Problem(schoolsProblems.regulatorMissing, { parameters });
      return this.get(office.id);
    });
  }

  async create(by: Principal, { head, emails, timeZone, ...given }: CreateAuthority): Promise<Authority> {
    const columns = { ...given, ...headColumns(head), timeZone: timeZone ?? regionByCode(given.regionCode).timeZone };
    return this.db.transaction(async () => {
      await this.refuseForeign(given.regionCode);
      const id = await this.authorities.insert(columns);
      await this.authorities.replaceEmails(id, emails);
      const details = { kind: given.kind, region: given.regionCode };
      this.audit.record({ action: 'schools.create', by, subject: { type: 'authority', id }, details });
      return this.get(id);
    });
  }

  /** @throws Problem not-found, http.version-mismatch, schools.foreign-region. */
  async correct(by: Principal, id: string, version: number, { head, emails, ...given }: CorrectAuthority) {
    const columns: Partial<AuthorityColumns> = {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      ...(head === undefined ? {} : headColumns(head)),
    };
    return this.db.transaction(async () => {
      const before = await this.authorities.get(id);
      await this.refuseForeign(before.regionCode);
      if (!(await this.authorities.update(id, version, columns))) throw versionMismatch();
      if (emails !== undefined) await this.authorities.replaceEmails(id, emails);
      const fields = [...Object.keys(given), ...(head === undefined ? [] : ['head']), ...(emails ? ['emails'] : [])];
      const details = { fields: fields.join(',').slice(0, 200) };
      this.audit.record({ action: 'schools.correct', by, subject: { type: 'authority', id }, details });
      return this.get(id);
    });
  }

  /** The policy refuses it as well; this answer says why. */
  private async refuseForeign(regionCode: string): Promise<void> {
    const { region } = await this.organisations.branch();
    if (region.code === regionCode) return;
    throw new Problem(schoolsProblems.foreignRegion, { parameters: { region: regionCode } });
  }

  private async withEmails(rows: readonly AuthorityEntity[]): Promise<Authority[]> {
    const emails = await this.authorities.findEmails(rows.map(({ id }) => id));
    return rows.map((row) =>
      toAuthority(
        row,
        emails.filter(({ authorityId }) => authorityId === row.id),
      ),
    );
  }
}

function headColumns(head: Authority['head']) {
  return {
    headPosition: head?.position ?? null,
    headName: head?.fullName ?? null,
    headGender: head?.gender ?? null,
    headDative: head?.dative ?? null,
  };
}
