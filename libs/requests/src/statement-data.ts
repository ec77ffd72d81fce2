import { decline, demandCodes, type DeclinedName, type OperatorStatementInput, type StatementInput } from '#documents';
import { type LocalDate, localDate, Problem } from '#kernel';
import { contestedClauses, informationSystems, ruleInForce } from '#law';
import type { Authority } from '#schools';
import type { DemandEntity } from './demand.entity.ts';
import { clocksOf } from './demand-clocks.ts';
import type { LetterParties } from './letter-parties.ts';
import { requestsProblems } from './requests.problems.ts';

const systemNames = new Map(informationSystems.map(({ code, name }) => [code, name.ru]));

export interface StatementMaterial {
  readonly caseNumber: string;
  readonly today: LocalDate;
  readonly addressee: Authority;
  readonly parties: LetterParties;
  readonly demands: readonly DemandEntity[];
  readonly consentGivenOn: LocalDate | null;
  readonly reservation: boolean;
  /** Codes of disputed claims that the applicant chose to make. */
  readonly clauses: readonly string[];
  readonly receiptMark: boolean;
}

/** To a school, whose director is named. @throws Problem requests.demand-not-in-letters, requests.head-unknown. */
export function statementOf(material: StatementMaterial): StatementInput {
  const { addressee } = material;
  const head = headOf(addressee);
  if (head === null) throw new Problem(requestsProblems.headUnknown);
  return {
    ...demandingOf(material),
    school: { name: addressee.fullName, shortName: addressee.shortName, address: addressee.postalAddress },
    director: {
      name: head.name,
      ...(addressee.head?.positionDative ? { position: addressee.head.positionDative } : {}),
    },
  };
}

/** To any other operator; one whose head is not known is written to by name. */
export function operatorStatementOf(material: StatementMaterial): OperatorStatementInput {
  return { ...demandingOf(material), operator: letterAddresseeOf(material.addressee) };
}

/** A body of the directory as letters address it. */
export function letterAddresseeOf(addressee: Authority): OperatorStatementInput['operator'] {
  const head = headOf(addressee);
  const position = addressee.head?.positionDative ?? (addressee.kind === 'school' ? 'Директору' : 'Руководителю');
  return {
    ...{ name: addressee.fullName, shortName: addressee.shortName, address: addressee.postalAddress },
    head: head === null ? null : { position, name: head.name },
  };
}

function demandingOf(material: StatementMaterial): Omit<OperatorStatementInput, 'operator'> {
  const { caseNumber, today, parties, consentGivenOn, reservation, receiptMark } = material;
  return {
    caseNumber,
    date: today,
    guardian: parties.guardian,
    children: parties.children,
    consent: consentGivenOn === null ? null : { date: consentGivenOn },
    demands: letterDemandsOf(material.demands, today),
    reservation,
    clauses: material.clauses.map(clauseText),
    receiptMark,
  };
}

/** @throws Problem requests.demand-not-in-letters. */
export function letterDemandsOf(
  demands: readonly Pick<DemandEntity, 'id' | 'kind' | 'systemCodes'>[],
  today: LocalDate,
): StatementInput['demands'] {
  return demands.map((demand) => ({
    code: statementCode(demand.kind),
    systems: demand.systemCodes.map((code) => systemNames.get(code) ?? code),
    term: termOf(demand, today),
  }));
}

/** The head's name as the letter is headed with, and whether its dative is beyond doubt; null where nobody is named. */
export function headOf({ head }: Authority): { readonly name: DeclinedName; readonly confident: boolean } | null {
  const [surname = '', givenName, ...rest] = (head?.fullName ?? '').split(/\s+/u);
  if (head === null || givenName === undefined) return null;
  const name = decline(
    { surname, givenName, patronymic: rest.length > 0 ? rest.join(' ') : null, gender: head.gender },
    head.dative === null ? {} : { dative: head.dative },
  );
  return { name, confident: head.dative !== null || name.confident };
}

/**
 * What the letter itself relies on, where that is not the clock that starts by itself: the wording of a destruction
 * demand cites 152-ФЗ ст. 20 ч. 3, whose seven working days run from the evidence.
 */
const citedRules: Readonly<Record<string, string>> = { destruction: 'destroy7wd' };

function termOf(
  { id, kind }: Pick<DemandEntity, 'id' | 'kind'>,
  today: LocalDate,
): StatementInput['demands'][number]['term'] {
  const cited = citedRules[kind];
  const rule = cited === undefined ? clocksOf([{ id, kind }], today)[0]?.rule : ruleInForce(cited, today);
  if (rule === undefined || rule.unit === 'hour') return null;
  return { amount: rule.amount, unit: rule.unit === 'workday' ? 'working-day' : 'calendar-day' };
}

function statementCode(kind: string): (typeof demandCodes)[number] {
  const code = demandCodes.find((known) => known === kind);
  if (code === undefined) throw new Problem(requestsProblems.demandNotInLetters, { parameters: { kind } });
  return code;
}

function clauseText(code: string): string {
  const clause = contestedClauses.find((known) => known.code === code);
  if (clause === undefined) throw new Problem(requestsProblems.clauseUnknown, { parameters: { code } });
  return clause.text;
}

/** The day of the consent that is withdrawn, when exactly one day is known. */
export function consentDay(consents: readonly { readonly givenOn: string | null }[]): LocalDate | null {
  const [day, ...others] = new Set(consents.flatMap(({ givenOn }) => givenOn ?? []));
  return day === undefined || others.length > 0 ? null : localDate(day);
}
