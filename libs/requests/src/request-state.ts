/** Where a request is. What came of each demand, and whether a term has passed, are told elsewhere. */
export const requestStages = ['draft', 'ready', 'submitted', 'received', 'answered', 'closed', 'withdrawn'] as const;
export type RequestStage = (typeof requestStages)[number];

export interface Transition {
  readonly from: readonly RequestStage[];
  readonly to: RequestStage;
}

/** Every way from one stage to another, by the verb that takes it. */
export const requestTransitions = {
  /** The letter is typeset; doing it again replaces a letter that was not sent yet. */
  prepare: { from: ['draft', 'ready'], to: 'ready' },
  submit: { from: ['ready'], to: 'submitted' },
  /** The addressee's own incoming number is known. */
  acknowledge: { from: ['submitted', 'received'], to: 'received' },
  /** A person has said what each demand came to. */
  answer: { from: ['submitted', 'received', 'answered'], to: 'answered' },
  close: { from: ['answered'], to: 'closed' },
  /** The applicant takes the request back. */
  withdraw: { from: ['draft', 'ready', 'submitted', 'received', 'answered'], to: 'withdrawn' },
} as const satisfies Record<string, Transition>;

export type RequestVerb = keyof typeof requestTransitions;

/** The stage after `verb`, or null when it cannot be done at `stage`. */
export function stageAfter(stage: RequestStage, verb: RequestVerb): RequestStage | null {
  const { from, to }: Transition = requestTransitions[verb];
  return from.includes(stage) ? to : null;
}
