/** Where a rung of the ladder is. Opened by a missed term or a bare refusal; filed only after a second person agreed. */
export const escalationStages = ['opened', 'drafted', 'approved', 'filed', 'answered', 'closed'] as const;
export type EscalationStage = (typeof escalationStages)[number];

export interface EscalationTransition {
  readonly from: readonly EscalationStage[];
  readonly to: EscalationStage;
}

export const escalationTransitions = {
  /** The complaint and its evidence are typeset; doing it again before approval replaces them. */
  draft: { from: ['opened', 'drafted'], to: 'drafted' },
  approve: { from: ['drafted'], to: 'approved' },
  file: { from: ['approved'], to: 'filed' },
  /** Not worth pursuing, or settled meanwhile. */
  close: { from: ['opened', 'drafted', 'approved', 'filed', 'answered'], to: 'closed' },
} as const satisfies Record<string, EscalationTransition>;

export type EscalationVerb = keyof typeof escalationTransitions;

/** The stage after `verb`, or null when it cannot be done at `stage`. */
export function stageAfter(stage: EscalationStage, verb: EscalationVerb): EscalationStage | null {
  const { from, to }: EscalationTransition = escalationTransitions[verb];
  return from.includes(stage) ? to : null;
}
