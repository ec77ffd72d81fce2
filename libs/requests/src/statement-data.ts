import { decline, demandCodes, type DeclinedName, type StatementInput } from '#documents';
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

/** @throws Problem requests.demand-not-in-letters, requests.head-unknown. */
export function statementOf(material: StatementMaterial): StatementInput {
  const { caseNumber, today, addressee, parties, consentGivenOn, reservation, receiptMark } = material;
  return {
    caseNumber,
    date: today,
    school: { name: addressee.fullName, shortName: addressee.shortName, address: addressee.postalAddress },
    director: {
      name: headOf(addressee).name,
      ...(addressee.head?.positionDative ? { position: addressee.head.positionDative } : {}),
    },
    guardian: parties.guardian,
    children: parties.children,
    consent: consentGivenOn === null ? null : { date: consentGivenOn },
    demands: material.demands.map((demand) => ({
      code: statementCode(demand.kind),
      systems: demand.systemCodes.map((code) => systemNames.get(code) ?? code),
      term: termOf(demand, today),
    })),
    reservation,
    clauses: material.clauses.map(clauseText),
    receiptMark,
  };
}

/** The director's name as the letter is headed with, and whether its dative is beyond doubt. */
export function headOf({ head }: Authority): { readonly name: DeclinedName; readonly confident: boolean } {
  const [surname = '', givenName, ...rest] = (head?.fullName ?? '').split(/\s+/u);
  if (head === null || givenName === undefined) throw new Problem(requestsProblems.headUnknown);
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

function termOf({ id, kind }: DemandEntity, today: LocalDate): StatementInput['demands'][number]['term'] {
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
