import { createHash } from 'node:crypto';
import type { LocalDate } from '#kernel';
import {
  consequencesOf,
  type DemandCode,
  deadlineRulesFor,
  defaultDemandPlan,
  demandKind,
  type InformationSystem,
  operatorReach,
} from '#law';
import { describeLegalBasis } from '../legal-basis.ts';
import type { Plan } from './plan.contract.ts';

export interface PlannedOperator {
  readonly key: string;
  readonly kind: InformationSystem['operatorKind'];
  readonly operator: { readonly ru: string; readonly en: string };
  readonly childIds: readonly string[];
  readonly systemCodes: readonly string[];
}

type Drawn = Omit<Plan, 'running' | 'digest' | 'requests'> & { readonly operators: readonly PlannedOperator[] };

/**
 * One request per operator, because an operator answers only for itself and those who process on its behalf (152-ФЗ
 * ст. 6 ч. 3). Systems that schools operate go to the school of each child.
 * @param schools the school of each child today; null where none is known.
 */
export function drawPlan(
  systems: readonly InformationSystem[],
  schools: ReadonlyMap<string, string | null>,
  kinds: readonly DemandCode[] | undefined,
  today: LocalDate,
): Drawn {
  const codes = systems.map(({ code }) => code);
  return {
    operators: [...operatorsOf(systems, schools).values()],
    demands: (kinds ?? defaultDemandPlan).map((kind) => {
      const { title, source, confidence } = demandKind(kind);
      const terms = deadlineRulesFor(kind, today)
        .filter(({ isDefault }) => isDefault)
        .map(({ rule }) => ({ ruleId: rule.id, amount: rule.amount, unit: rule.unit }));
      return { kind, title, legalBasis: describeLegalBasis(demandKind(kind)), terms, source, confidence };
    }),
    systems: systems.map(({ code, name, defaultBasis, basisNote, status, source, confidence }) => ({
      ...{ code, name, basis: defaultBasis, basisNote, status, source, confidence },
    })),
    consequences: consequencesOf(codes).map((consequence) => ({ ...consequence, systems: [...consequence.systems] })),
  };
}

/** What was shown, as 64 hexadecimal digits: another wording, system or child is another plan. */
export function digestOf(plan: Drawn, childIds: readonly string[], guardianId: string): string {
  return createHash('sha256')
    .update(JSON.stringify([plan, [...childIds].sort(), guardianId]))
    .digest('hex');
}

export function reachOf({ kind }: PlannedOperator) {
  const { can, cannot, source, confidence } = operatorReach(kind);
  return { can, cannot, source, confidence };
}

function operatorsOf(systems: readonly InformationSystem[], schools: ReadonlyMap<string, string | null>) {
  const operators = new Map<string, PlannedOperator>();
  const add = (key: string, system: InformationSystem, childIds: readonly string[]) => {
    const known = operators.get(key);
    const systemCodes = [...(known?.systemCodes ?? []), system.code];
    operators.set(key, { key, kind: system.operatorKind, operator: system.operator, childIds, systemCodes });
  };
  for (const system of systems) {
    if (system.operatorKind !== 'school') {
      add(`${system.operatorKind}:${system.operator.ru}`, system, [...schools.keys()]);
      continue;
    }
    for (const school of new Set(schools.values())) {
      const pupils = [...schools].filter(([, attended]) => attended === school).map(([childId]) => childId);
      add(`school:${school ?? 'unknown'}`, system, pupils);
    }
  }
  return operators;
}
