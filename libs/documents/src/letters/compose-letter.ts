import { Problem } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';
import { exampleLetters } from './example-letters.ts';
import { readLetter, type WordedLetter } from './letter-blocks.ts';
import { letterKinds, type LetterInputs, type LetterKind } from './letter-kinds.ts';
import type { LetterPage } from './letter-page.ts';
import { longRussianDay } from './long-russian-day.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { typeset } from './typography.ts';
import { runWording } from './wording-engine.ts';

export interface CompositionOptions {
  /** LiquidJS wording to use instead of the one that ships with the program. */
  readonly wording?: string | undefined;
  /** Optional parts of the wording by code, as `{% if blocks.code %}` asks for them. */
  readonly blocks?: Readonly<Record<string, boolean>> | undefined;
  /** What the QR code of each page adds to case number and page: tells this letter from all others. */
  readonly pageToken?: string | null | undefined;
}

/**
 * Validates a letter's data and words it, without drawing it. `wording` replaces the LiquidJS text that ships.
 * Problems: `documents.field-missing`, `documents.field-invalid` (pointers into `data`; values are never repeated),
 * `documents.wording-broken` when the wording is wrong or asks for more than it may.
 */
export function composeLetter<K extends LetterKind>(
  kind: K,
  data: LetterInputs[K],
  { wording, blocks = {}, pageToken = null }: CompositionOptions = {},
): LetterPage {
  const definition = letterKinds[kind];
  const prepared = definition.prepare(data);
  return {
    ...word(kind, wording ?? definition.wording, prepared, blocks),
    caseNumber: prepared.caseNumber,
    pageToken,
    date: prepared.date,
    letterhead: (prepared.letterhead?.lines ?? []).map(typeset),
    contact: (prepared.letterhead?.contact ?? []).map(typeset),
    dateText: typeset(longRussianDay(prepared.date)),
    attachments: prepared.attachments.map(({ title, sheets }) =>
      typeset(sheets === null ? title : `${title}, на ${sheets} л.`),
    ),
    signerPosition: typeset(prepared.signerPosition ?? ''),
    signedBy: prepared.signedBy === null ? null : typeset(prepared.signedBy),
    receiptMark: prepared.receiptMark,
  };
}

/** The sample letter of a kind, about invented people, in the words given. Problems: as above. */
export function composeExample(kind: LetterKind, options: CompositionOptions): LetterPage {
  return composeLetter(kind, exampleLetters[kind], options);
}

function word(
  kind: LetterKind,
  template: string,
  prepared: PreparedLetter,
  blocks: Readonly<Record<string, boolean>>,
): WordedLetter {
  try {
    return readLetter(runWording(template, { ...prepared.scope, blocks }), prepared.tables);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const reason = describe(error);
    throw new Problem(documentsProblems.wordingBroken, { parameters: { kind, reason } });
  }
}

/** Liquid's message names the variable, tag or line at fault; only its first line, which quotes no letter data. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  return (error.message.split('\n')[0] ?? '').slice(0, 200);
}
