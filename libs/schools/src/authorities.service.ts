import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { cutPage, newId, notFound, type Page, Problem } from '#kernel';
import { isRoutable, regionByCode, regions } from '#law';
import { AuthoritiesRepository } from './authorities.repository.ts';
import type { AuthorityEntity } from './authority.entity.ts';
import { toAuthority } from './authority-answer.ts';
import { headColumns, licenceColumns } from './authority-columns.ts';
import type { AuthorityKind } from './authority-fields.contract.ts';
import { AuthorityPartsRepository } from './authority-parts.repository.ts';
import { CorrectionsRepository } from './corrections.repository.ts';
import { groupedBy } from './grouped-by.ts';
import type { Authority, CreateAuthority, ListAuthorities } from './schools.contract.ts';
import { schoolsProblems } from './schools.problems.ts';

/** The directory of addressees: shared by all branches, written by each for its own region. */
@Injectable()
export class Authorities {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly authorities: AuthoritiesRepository,
    private readonly parts: AuthorityPartsRepository,
    private readonly corrections: CorrectionsRepository,
  ) {}

  async list(query: ListAuthorities): Promise<Page<Authority>> {
    return this.db.transaction(async () => {
      const rows = await this.authorities.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ key, entity }) => ({ key, id: entity.id }));
      return { ...page, items: await this.whole(page.items.map(({ entity }) => entity)) };
    });
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<Authority> {
    return this.db.transaction(async () => {
      const [found] = await this.whole([await this.authorities.get(id)]);
      if (found === undefined) throw notFound();
      return found;
    });
  }

  /** Those of the ids that exist, in no order. */
  async getMany(ids: readonly string[]): Promise<Authority[]> {
    return this.db.transaction(async () => this.whole(await this.authorities.findMany(ids)));
  }

  async inRegion(regionCode: string, kind: AuthorityKind): Promise<Authority[]> {
    return this.inRegions([regionCode], kind);
  }

  async inRegions(regionCodes: readonly string[], kind: AuthorityKind): Promise<Authority[]> {
    return this.db.transaction(async () => this.whole(await this.authorities.findIn(regionCodes, kind)));
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
    const codes = served.map(({ code }) => code);
    const found = (await this.inRegions(codes, 'regulator')).filter(({ status }) => status !== 'closed');
    const office = found.find((entry) => entry.regionCode === regionCode) ?? found[0];
    if (office === undefined) throw new Problem(schoolsProblems.regulatorMissing, { parameters });
    return office;
  }

  /** @throws Problem schools.foreign-region, law.region-unknown. */
  async create(by: Principal, body: CreateAuthority): Promise<Authority> {
    const { head, licence, emails, timeZone, source, ...given } = body;
    const columns = {
      ...{ ...given, ...headColumns(head), ...licenceColumns(licence) },
      timeZone: timeZone ?? regionByCode(given.regionCode).timeZone,
    };
    return this.db.transaction(async () => {
      await this.refuseForeign(given.regionCode);
      const id = await this.authorities.insert(columns);
      await this.keepEmails(id, [], emails);
      await this.corrections.insert([{ authorityId: id, version: 1, origin: 'created', changes: {}, source }]);
      const details = { kind: given.kind, region: given.regionCode };
      this.audit.record({ action: 'schools.create', by, subject: { type: 'authority', id }, details });
      return this.get(id);
    });
  }

  /** Writes the list of addresses anew; what was confirmed or bounced before stays with an address that stays. */
  async keepEmails(id: string, before: Authority['emails'], wanted: CreateAuthority['emails']): Promise<void> {
    const known = new Map(before.map((email) => [email.address, email.quality]));
    const emails = wanted.map(({ quality, ...email }) => {
      const was = known.get(email.address);
      const now = quality ?? was ?? 'unverified';
      const [confirmed, reset] = [now === 'verified' && was !== 'verified', was !== undefined && was !== now];
      return { id: newId(), authorityId: id, ...email, quality: now, confirmed, reset };
    });
    if (before.length > 0) await this.parts.dropOtherEmails(id, [...wanted.map(({ address }) => address)]);
    await this.parts.keepEmails(emails);
  }

  /** The policy refuses it as well; this answer says why. */
  async refuseForeign(regionCode: string): Promise<void> {
    if ((await this.authorities.regionsNotKept([regionCode])).length === 0) return;
    throw new Problem(schoolsProblems.foreignRegion, { parameters: { region: regionCode } });
  }

  /** Rows with what hangs from them, in two round trips whatever their number. Joins the open transaction. */
  async whole(rows: readonly AuthorityEntity[]): Promise<Authority[]> {
    const ids = rows.map(({ id }) => id);
    const emails = groupedBy(await this.parts.findEmails(ids), ({ authorityId }) => authorityId);
    const successors = groupedBy(await this.parts.findSuccessors(ids), ({ authorityId }) => authorityId);
    return rows.map((row) => toAuthority(row, emails.get(row.id) ?? [], successors.get(row.id) ?? []));
  }
}
