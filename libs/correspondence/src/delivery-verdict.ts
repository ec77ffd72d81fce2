import type { DeliveryPhase, DeliveryResult } from '#mail';
import type { AttemptEnd } from './deliveries.repository.ts';
import type { MessageVerb } from './message-state.ts';
import { MOST_ATTEMPTS } from './retry-delay.ts';

export interface DeliveryVerdict {
  readonly verb: Exclude<MessageVerb, 'take' | 'settleAsSent' | 'settleAsNotSent'>;
  readonly end: AttemptEnd;
  /** A code for logs and the outbox row; never the server's words. */
  readonly code: string;
}

/** In these phases a no concerns us or the server as a whole; the next attempt may fare better. */
const BEFORE_THE_LETTER: readonly DeliveryPhase[] = ['connect', 'greeting', 'ehlo', 'starttls', 'auth'];

/** What one hand-over means for its message, after `attempts` attempts in all. */
export function deliveryVerdict(result: DeliveryResult, attempts: number): DeliveryVerdict {
  switch (result.kind) {
    case 'accepted': {
      const { response } = result;
      return { verb: 'accept', end: { outcome: 'accepted', phase: 'final', response }, code: 'accepted' };
    }
    case 'refused': {
      const { permanent, phase, response } = result;
      const end = { outcome: 'refused', phase, response } as const;
      if (permanent && !BEFORE_THE_LETTER.includes(phase)) return { verb: 'refuse', end, code: 'refused' };
      return { verb: again(attempts), end, code: 'correspondence.refused-for-now' };
    }
    case 'not-sent': {
      const { phase, reason } = result;
      return {
        verb: again(attempts),
        end: { outcome: 'not-sent', phase, response: reason },
        code: `correspondence.${reason}`,
      };
    }
    case 'unknown': {
      const { phase, reason } = result;
      return { verb: 'loseTrack', end: { outcome: 'unknown', phase, response: reason }, code: reason };
    }
  }
}

function again(attempts: number): 'postpone' | 'giveUp' {
  return attempts < MOST_ATTEMPTS ? 'postpone' : 'giveUp';
}
