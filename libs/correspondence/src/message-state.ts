/** Where a message is. `unknown` is a state of its own: the server may or may not have taken the letter. */
export const messageStates = [
  'queued',
  'sending',
  'sent',
  'refused',
  'unknown',
  'failed',
  'recorded',
  'received',
  'bounced',
] as const;
export type MessageState = (typeof messageStates)[number];

export interface MessageTransition {
  readonly from: readonly MessageState[];
  readonly to: MessageState;
}

/** Every way from one state to another, by what happened. `recorded` and `received` are born final. */
export const messageTransitions = {
  /** A worker claimed it; one that died before the point of no return is replaced from `sending`. */
  take: { from: ['queued', 'sending'], to: 'sending' },
  /** The server said yes, or its own log proves that it has the letter. */
  accept: { from: ['sending'], to: 'sent' },
  /** The server said no to this letter for good. */
  refuse: { from: ['sending'], to: 'refused' },
  /** Nothing left the house, or the server asked to come again: safe to repeat. */
  postpone: { from: ['sending'], to: 'queued' },
  /** Tried too often. Nothing of it was ever accepted. */
  giveUp: { from: ['sending'], to: 'failed' },
  /** The body may have arrived and nobody said so. Never repeated without proof of absence. */
  loseTrack: { from: ['sending'], to: 'unknown' },
  /** The mail server of the addressee sent it back after all. */
  bounce: { from: ['sent', 'unknown'], to: 'bounced' },
  /** A person decides what the machine could not. */
  settleAsSent: { from: ['unknown'], to: 'sent' },
  settleAsNotSent: { from: ['unknown'], to: 'queued' },
} as const satisfies Record<string, MessageTransition>;

export type MessageVerb = keyof typeof messageTransitions;

/** The state after `verb`, or null when it cannot happen in `state`. */
export function stateAfter(state: MessageState, verb: MessageVerb): MessageState | null {
  const { from, to }: MessageTransition = messageTransitions[verb];
  return from.includes(state) ? to : null;
}

/** States that others are told about; only a person moves a message on from `unknown`. */
export const settledStates = ['sent', 'refused', 'unknown', 'failed'] as const satisfies readonly MessageState[];

export function isSettled(state: MessageState): boolean {
  return settledStates.some((settled) => settled === state);
}
