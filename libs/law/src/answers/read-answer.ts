import { type AnswerHint, answerHintKinds } from './answer-hint.ts';
import { ownWords } from './answer-text.ts';
import { findAnswerElements } from './find-answer-elements.ts';
import { findClaimedGrounds } from './find-claimed-grounds.ts';
import { findDemandsOnUs } from './find-demands-on-us.ts';
import { findDestructionActs } from './find-destruction-acts.ts';
import { findExtensions } from './find-extensions.ts';
import { findIncomingRegistrations } from './find-incoming-registrations.ts';

const finders = [
  findIncomingRegistrations,
  findExtensions,
  findClaimedGrounds,
  findDestructionActs,
  findDemandsOnUs,
  findAnswerElements,
];
/** A letter has a few of each; more is a list of something else, or somebody's joke. */
const MOST_OF_A_KIND = 50;

/**
 * Reads the text of an answer for what may matter to its clocks: hints, in the order of the text, never decisions. What
 * the answer quotes of older letters is not read. Time is linear in the length: every expression is bounded.
 */
export function readAnswer(text: string): AnswerHint[] {
  const own = ownWords(text);
  const hints = finders.flatMap((find) => find(own));
  return answerHintKinds
    .flatMap((kind) => hints.filter((hint) => hint.kind === kind).slice(0, MOST_OF_A_KIND))
    .sort((a, b) => a.offset - b.offset);
}
