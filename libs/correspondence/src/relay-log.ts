import { Injectable } from '@nestjs/common';
import { MailRoute } from '#mail';

export type RelayVerdict =
  /** The server has the letter. */
  | { readonly kind: 'present' }
  /** The server does not have it and can no longer get it from the hand-over that was asked about. */
  | { readonly kind: 'absent' }
  /** Not there, but the old conversation may still be going on. */
  | { readonly kind: 'too-early'; readonly decidableIn: number }
  /** This server shows us no record of its own. */
  | { readonly kind: 'cannot-tell' };

/**
 * Asks the mail server's own record whether it took a message: the only thing that may decide a hand-over of which the
 * worker did not live to see the end. Only the built-in catcher shows such a record; for a server of others a person decides.
 */
@Injectable()
export class RelayLog {
  constructor(private readonly route: MailRoute) {}

  /** @param handedOverFor milliseconds since the point of no return, by the real clock. */
  async look(messageIdHeader: string, handedOverFor: number): Promise<RelayVerdict> {
    const { caught, catcherSince, longestHandOver } = this.route;
    if (caught === null) return { kind: 'cannot-tell' };
    // Before the look, not after it: what ends well while we look must not pass for absent.
    const decisive = Math.min(longestHandOver, sinceCatcherStarted(catcherSince));
    if (await caught.has(messageIdHeader)) return { kind: 'present' };
    if (handedOverFor > decisive) return { kind: 'absent' };
    return { kind: 'too-early', decidableIn: Math.ceil(longestHandOver - handedOverFor) + 1 };
  }
}

/** A catcher that was started after the hand-over has no conversation of that time left. The second covers clock steps. */
function sinceCatcherStarted(catcherSince: number | null): number {
  return catcherSince === null ? Number.POSITIVE_INFINITY : performance.now() - catcherSince + 1000;
}
