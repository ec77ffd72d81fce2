import type { ProblemDefinition } from '#kernel';
import { requestsProblems } from './requests.problems.ts';

/** What the guards look at. */
export interface RequestFacts {
  readonly letterPrepared: boolean;
  readonly letterSigned: boolean;
  readonly outcomesMissing: number;
  /** Messages that came in by the request's thread, automatic ones aside. */
  readonly replies: number;
}

export interface Guard {
  holds(facts: RequestFacts): boolean;
  /** What is said to who tries it all the same. */
  readonly problem: ProblemDefinition;
}

/** Conditions of the verbs beside the stage; the same ones refuse a call and explain a button that is off. */
export const requestGuards = {
  letterPrepared: { holds: ({ letterPrepared }) => letterPrepared, problem: requestsProblems.letterMissing },
  letterSigned: {
    holds: ({ letterPrepared, letterSigned }) => !letterPrepared || letterSigned,
    problem: requestsProblems.signatureMissing,
  },
  outcomesRecorded: {
    holds: ({ outcomesMissing }) => outcomesMissing === 0,
    problem: requestsProblems.outcomesMissing,
  },
  replyRecorded: { holds: ({ replies }) => replies > 0, problem: requestsProblems.replyMissing },
} as const satisfies Record<string, Guard>;

export type RequestGuard = keyof typeof requestGuards;
