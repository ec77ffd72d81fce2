import { lvovichForms, petrovichForms, type NameParts } from './declension-libraries.ts';
import { findDoubts, type Doubt } from './declension-doubts.ts';
import { genderFromPatronymic } from './detect-gender.ts';
import { formatFullName, type FullName, type Gender } from './full-name.ts';
import { guessGender } from './guess-gender.ts';
import { initials } from './initials.ts';

export type DeclinedCase = 'genitive' | 'dative';

/** One name part on which the two libraries differ. */
export interface Disagreement {
  readonly part: keyof NameParts;
  readonly case: DeclinedCase;
  readonly petrovich: string;
  readonly lvovich: string;
}

/** Forms that a person has confirmed, as whole names; they always win. */
export type ConfirmedForms = Readonly<Partial<Record<DeclinedCase, string>>>;

export interface Declension {
  readonly nominative: string;
  readonly genitive: string;
  readonly dative: string;
  /** «Иванова М. П.» */
  readonly initials: string;
  readonly gender: Gender;
  /** False when a person must look before the forms go into a letter. */
  readonly confident: boolean;
  readonly disagreements: readonly Disagreement[];
  readonly doubts: readonly Doubt[];
}

const CASES = ['genitive', 'dative'] as const;

/**
 * The genitive («от кого») and dative («кому») of a Russian full name, by petrovich, cross-checked by lvovich.
 * The libraries share blind spots, so agreement alone is not confidence: see `declension-doubts.ts`.
 * Throws the Problem `documents.gender-unknown` when neither the name nor its patronymic tells the gender.
 */
export function decline(name: FullName, overrides: ConfirmedForms = {}): Declension {
  const { gender, guessed } = genderOf(name);
  const parts: NameParts = {
    surname: name.surname.trim(),
    givenName: name.givenName.trim(),
    patronymic: name.patronymic?.trim() ?? '',
  };
  const forms: Record<DeclinedCase, string> = { genitive: '', dative: '' };
  const disagreements: Disagreement[] = [];
  const open = CASES.filter((grammaticalCase) => overrides[grammaticalCase] === undefined);
  for (const grammaticalCase of CASES) {
    const ours = petrovichForms(parts, gender, grammaticalCase);
    forms[grammaticalCase] = overrides[grammaticalCase]?.trim() ?? formatFullName(ours);
    if (!open.includes(grammaticalCase)) continue;
    const theirs = lvovichForms(parts, gender, grammaticalCase);
    for (const part of ['surname', 'givenName', 'patronymic'] as const) {
      if (ours[part] === theirs[part]) continue;
      disagreements.push({ part, case: grammaticalCase, petrovich: ours[part], lvovich: theirs[part] });
    }
  }
  const doubts = open.length === 0 ? [] : findDoubts(parts, gender, guessed);
  return {
    nominative: formatFullName(name),
    ...forms,
    initials: initials(name),
    gender,
    confident: disagreements.length === 0 && doubts.length === 0,
    disagreements,
    doubts,
  };
}

function genderOf(name: FullName): { gender: Gender; guessed: boolean } {
  const stated = name.gender ?? genderFromPatronymic(name.patronymic);
  return stated === null ? { gender: guessGender(name), guessed: true } : { gender: stated, guessed: false };
}
