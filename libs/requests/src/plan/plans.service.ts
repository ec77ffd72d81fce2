import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Families } from '#families';
import { newId, Problem } from '#kernel';
import { type InformationSystem, informationSystems } from '#law';
import { Organisations } from '#organisations';
import { type Authority, Authorities } from '#schools';
import { requestsProblems } from '../requests.problems.ts';
import type { RequestView } from '../requests.contract.ts';
import { RequestsService } from '../requests.service.ts';
import { digestOf, drawPlan, type PlannedOperator, reachOf } from './draw-plan.ts';
import { planProblems } from './plan.problems.ts';
import type { Plan, PlanToDraft, PlanWish } from './plan.contract.ts';
import { PlansRepository } from './plans.repository.ts';

/** From "out of these systems" to one draft per operator, with what it may cost shown first. */
@Injectable()
export class Plans {
  constructor(
    private readonly database: Database,
    private readonly plans: PlansRepository,
    private readonly requests: RequestsService,
    private readonly families: Families,
    private readonly authorities: Authorities,
    private readonly organisations: Organisations,
    private readonly audit: Audit,
  ) {}

  /** Writes nothing. @throws Problem requests.system-unknown, requests.child-not-in-family, not-found. */
  async preview(familyId: string, wish: PlanWish): Promise<Plan> {
    return this.database.transaction(async () => (await this.draw(familyId, wish)).plan);
  }

  /**
   * Drafts one request per operator, all or none, once the applicant has acknowledged this very plan.
   * @throws Problem requests.plan-changed, requests.plan-incomplete, and what opening a request may refuse.
   */
  async draft(by: Principal, familyId: string, wish: PlanToDraft): Promise<{ items: RequestView[] }> {
    return this.database.transaction(async () => {
      const { plan, operators } = await this.draw(familyId, wish);
      const { digest, on } = wish.acknowledgement;
      if (plan.digest !== digest) throw new Problem(planProblems.planChanged, { pointer: '/acknowledgement/digest' });
      const chosen = new Map(wish.addressees.map((addressee) => [addressee.key, addressee]));
      refuseGaps(operators, chosen);
      const id = newId();
      const consequences = plan.consequences.map(({ code }) => code);
      const { guardianId } = wish;
      await this.plans.recordAcknowledgement({ id, familyId, guardianId, digest, consequences, on, by: by.personId });
      this.audit.record({
        action: 'requests.acknowledge-consequences',
        by,
        subject: { type: 'family', id: familyId },
        familyId,
        details: { acknowledgement: id, digest, requests: operators.length },
      });
      const items: RequestView[] = [];
      for (const { key, childIds, systemCodes } of operators) {
        const demands = plan.demands.map(({ kind }) => ({ kind, systemCodes: [...systemCodes] }));
        const { authorityId = '', confirmed: addresseeConfirmed = false } = chosen.get(key) ?? {};
        const addressee = { authorityId, addresseeConfirmed };
        items.push(
          await this.requests.open(by, { familyId, guardianId, childIds: [...childIds], ...addressee, demands }),
        );
      }
      return { items };
    });
  }

  private async draw(familyId: string, { guardianId, childIds, systemCodes, demandKinds }: PlanWish) {
    await this.requests.refuseStrangers({ familyId, guardianId, childIds });
    const schools = await this.families.currentSchoolsOf(familyId, [...new Set(childIds)]);
    const drawn = drawPlan(knownSystems(systemCodes), schools, demandKinds, await this.organisations.today());
    const { operators, ...shown } = drawn;
    const suggestions = await this.suggestionsFor(operators);
    const plan: Plan = {
      ...shown,
      requests: operators.map((operator) => ({
        ...{ key: operator.key, operatorKind: operator.kind, operator: operator.operator },
        ...{ childIds: [...operator.childIds], systemCodes: [...operator.systemCodes] },
        suggestions: suggestions.get(operator.key) ?? [],
        ...reachOf(operator),
      })),
      running: await this.plans.runningOf(familyId, childIds),
      digest: digestOf(drawn, childIds, guardianId),
    };
    return { plan, operators };
  }

  /** The school itself, or entries of the branch's region and of the whole country that bear the operator's name. */
  private async suggestionsFor(operators: readonly PlannedOperator[]) {
    const { region } = await this.organisations.branch();
    const schoolIds = operators.flatMap(({ key, kind }) => (kind === 'school' ? key.slice('school:'.length) : []));
    const schools = await this.authorities.getMany(schoolIds.filter((id) => id !== 'unknown'));
    const known = await this.authorities.inRegion(region.code, 'operator');
    return new Map(
      operators.map(({ key, kind, operator }) => [
        key,
        (kind === 'school'
          ? schools.filter(({ id }) => key === `school:${id}`)
          : known.filter((entry) => operator.ru.includes(entry.shortName) || operator.ru.includes(entry.fullName))
        ).map(addresseeOf),
      ]),
    );
  }
}

function addresseeOf({ id, shortName, fullName }: Authority) {
  return { authorityId: id, shortName, fullName };
}

function knownSystems(codes: readonly string[]): InformationSystem[] {
  return [...new Set(codes)].map((code, index) => {
    const system = informationSystems.find((known) => known.code === code);
    if (system !== undefined) return system;
    const pointer = `/systemCodes/${index}`;
    throw new Problem(requestsProblems.systemUnknown, { pointer, parameters: { system: code } });
  });
}

function refuseGaps(operators: readonly PlannedOperator[], chosen: ReadonlyMap<string, unknown>): void {
  const missing = operators.filter(({ key }) => !chosen.has(key)).flatMap(({ systemCodes }) => systemCodes);
  if (missing.length === 0) return;
  const parameters = { systems: missing.join(', ') };
  throw new Problem(planProblems.planIncomplete, { pointer: '/addressees', parameters });
}
