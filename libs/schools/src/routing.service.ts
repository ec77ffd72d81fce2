import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Problem } from '#kernel';
import { regionByCode } from '#law';
import { Authorities } from './authorities.service.ts';
import type { AuthorityKind } from './authority-fields.contract.ts';
import { nameKey } from './name-key.ts';
import { routeReason } from './route-reasons.ts';
import type { RouteAnswer, RouteReason } from './routes.contract.ts';
import type { Authority } from './schools.contract.ts';
import { schoolsProblems } from './schools.problems.ts';
import { Successions } from './successions.service.ts';

type Decision = Omit<RouteAnswer, 'kind'>;

/** Which office a matter goes to. Where that is not certain the answer is that a person chooses, never a guess. */
@Injectable()
export class Routing {
  constructor(
    private readonly db: Database,
    private readonly authorities: Authorities,
    private readonly successions: Successions,
  ) {}

  /** @throws Problem law.region-unknown, not-found for an unknown school. */
  async routeFor(regionCode: string, kind: AuthorityKind, schoolId?: string): Promise<RouteAnswer> {
    const { code } = regionByCode(regionCode);
    return this.db.transaction(async () => {
      const school = schoolId === undefined ? null : await this.authorities.get(schoolId);
      return { kind, ...(await this.decide(code, kind, school)) };
    });
  }

  private async decide(regionCode: string, kind: AuthorityKind, school: Authority | null): Promise<Decision> {
    switch (kind) {
      case 'regulator':
        return this.regulator(regionCode);
      case 'founder':
        return school === null ? this.askPerson(regionCode, kind, 'school-not-named') : this.founderOf(school);
      case 'prosecutor':
        return school === null ? this.askPerson(regionCode, kind, 'school-not-named') : this.prosecutorOf(school);
      case 'school':
      case 'operator':
        return { decision: 'person', office: null, candidates: [], reasons: [routeReason('person-decides-kind')] };
    }
  }

  private async regulator(regionCode: string): Promise<Decision> {
    try {
      const found = await this.authorities.regulatorFor(regionCode);
      const weak = ['K-', 'U'].includes(regionByCode(regionCode).confidence);
      return office(found, 'office-of-region', ...(weak ? (['assignment-unchecked'] as const) : []));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === schoolsProblems.regulatorUncertain.code) {
        return this.askPerson(regionCode, 'regulator', 'assignment-uncertain');
      }
      if (error.code !== schoolsProblems.regulatorMissing.code) throw error;
      return this.askPerson(regionCode, 'regulator', 'not-in-directory');
    }
  }

  private async founderOf(school: Authority): Promise<Decision> {
    if (school.founderId === null) return this.askPerson(school.regionCode, 'founder', 'founder-unknown');
    const founder = await this.authorities.get(school.founderId);
    const heirs = await this.successions.replacementsFor(founder);
    if (heirs === null) return office(founder, 'founder-of-school');
    const [heir] = heirs;
    if (heir !== undefined && heirs.length === 1) return office(heir, 'founder-of-school', 'successor-in-office');
    const why = heirs.length === 0 ? 'closed-without-successor' : 'several-fit';
    return { decision: 'person', office: null, candidates: heirs, reasons: [routeReason(why)] };
  }

  private async prosecutorOf({ regionCode, municipality }: Authority): Promise<Decision> {
    const inRegion = await this.openIn(regionCode, 'prosecutor');
    const near = inRegion.filter(
      (entry) =>
        municipality !== null && entry.municipality !== null && nameKey(entry.municipality) === nameKey(municipality),
    );
    const [only] = near;
    if (only !== undefined && near.length === 1) return office(only, 'prosecutor-of-municipality');
    const why = inRegion.length === 0 ? 'not-in-directory' : 'several-fit';
    return {
      decision: 'person',
      office: null,
      candidates: near.length > 0 ? near : inRegion,
      reasons: [routeReason(why)],
    };
  }

  private async askPerson(regionCode: string, kind: AuthorityKind, why: RouteReason['code']): Promise<Decision> {
    const candidates = await this.openIn(regionCode, kind);
    return { decision: 'person', office: null, candidates, reasons: [routeReason(why)] };
  }

  private async openIn(regionCode: string, kind: AuthorityKind): Promise<Authority[]> {
    const found = await this.authorities.inRegion(regionCode, kind);
    return found.filter(({ status }) => status !== 'closed').slice(0, 200);
  }
}

function office(found: Authority, ...codes: RouteReason['code'][]): Decision {
  return { decision: 'office', office: found, candidates: [], reasons: codes.map(routeReason) };
}
