import type { CaughtMail } from './caught-mail.ts';
import type { DeliveryTimeouts } from './delivery-result.ts';
import type { SmtpServer } from './smtp-server-url.ts';

export interface MailRouteOptions {
  /** Domain of our Message-IDs, reply and bounce addresses. */
  readonly domain: string;
  /** The one server that all mail is handed to. */
  readonly server: SmtpServer;
  readonly timeouts?: Partial<DeliveryTimeouts>;
  /** Where that server keeps what it took, when it is the built-in catcher: its log proves or disproves a hand-over. */
  readonly caught?: CaughtMail;
  /**
   * Milliseconds after which a hand-over that was begun can no longer end well: beyond it, absence from the log is proof.
   * Default 20 minutes, twice the wait for the answer after the final dot.
   */
  readonly longestHandOver?: number;
  /** When the catcher runs in this process: since when (`performance.now()`). No older conversation can still be open. */
  readonly catcherSince?: number;
}

/** Which way mail leaves this installation, and how one can look up later whether it did. */
export class MailRoute {
  readonly domain: string;
  readonly server: SmtpServer;
  readonly timeouts: Partial<DeliveryTimeouts>;
  readonly caught: CaughtMail | null;
  readonly longestHandOver: number;
  readonly catcherSince: number | null;

  constructor(options: MailRouteOptions) {
    this.domain = options.domain;
    this.server = options.server;
    this.timeouts = options.timeouts ?? {};
    this.caught = options.caught ?? null;
    this.longestHandOver = options.longestHandOver ?? 20 * 60_000;
    this.catcherSince = options.catcherSince ?? null;
  }
}
