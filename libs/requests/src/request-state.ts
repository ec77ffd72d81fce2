import type { Permission } from '#access';
import type { RequestGuard } from './request-guards.ts';

/** Where a request is. What came of each demand, and whether a term has passed, are told elsewhere. */
export const requestStages = [
  'draft',
  'ready',
  'submitted',
  'received',
  'answered',
  'closed',
  'withdrawn',
  'returned',
  'transferred',
] as const;
export type RequestStage = (typeof requestStages)[number];

export interface Transition {
  readonly from: readonly RequestStage[];
  readonly to: RequestStage;
  readonly permission: Permission;
  /** What must hold beside the stage. */
  readonly guards: readonly RequestGuard[];
}

/** Every way from one stage to another, by the verb that takes it. */
export const requestTransitions = {
  /** The letter is typeset; doing it again replaces a letter that was not sent yet, or one that came back. */
  prepare: { from: ['draft', 'ready', 'returned'], to: 'ready', permission: 'requests.prepare', guards: [] },
  submit: {
    from: ['ready'],
    to: 'submitted',
    permission: 'requests.submit',
    guards: ['letterPrepared', 'letterSigned'],
  },
  /** The addressee's own incoming number is known. */
  acknowledge: {
    from: ['submitted', 'received'],
    to: 'received',
    permission: 'requests.classify',
    guards: ['replyRecorded'],
  },
  /** A person has said what each demand came to. */
  answer: {
    from: ['submitted', 'received', 'answered'],
    to: 'answered',
    permission: 'requests.classify',
    guards: ['replyRecorded'],
  },
  /** The letter came back unconsidered; it may be prepared and sent anew. */
  return: { from: ['submitted', 'received'], to: 'returned', permission: 'requests.classify', guards: [] },
  /** The addressee passed the request on to another operator, which gets a request of its own. */
  transfer: {
    from: ['submitted', 'received', 'answered'],
    to: 'transferred',
    permission: 'requests.classify',
    guards: [],
  },
  close: { from: ['answered'], to: 'closed', permission: 'requests.close', guards: ['outcomesRecorded'] },
  /** An answer came after all, or the outcome was wrong. */
  reopen: { from: ['closed'], to: 'answered', permission: 'requests.close', guards: [] },
  /** The applicant takes the request back. */
  withdraw: {
    from: ['draft', 'ready', 'submitted', 'received', 'answered', 'returned'],
    to: 'withdrawn',
    permission: 'requests.close',
    guards: [],
  },
} as const satisfies Record<string, Transition>;

export type RequestVerb = keyof typeof requestTransitions;

/** Why a letter came back, in the order in which it happens most. */
export const returnReasons = [
  'undelivered',
  'refused_acceptance',
  'channel_not_accepted',
  'identity_unconfirmed',
  'other',
] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** The stage after `verb`, or null when it cannot be done at `stage`. */
export function stageAfter(stage: RequestStage, verb: RequestVerb): RequestStage | null {
  const { from, to }: Transition = requestTransitions[verb];
  return from.includes(stage) ? to : null;
}
