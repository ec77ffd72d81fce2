import { Problem } from '#kernel';

import { mailProblems } from './mail.problems.ts';
import { type InboundMail, SmtpListener } from './smtp-listener.ts';
import { isLoopback, type SmtpServer } from './smtp-server-url.ts';

export interface MailCatcherOptions {
  /** Loopback only; default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: chosen by the system. */
  readonly port?: number;
  /** Gets every message that is sent; the sender's 250 waits for it. */
  readonly onMail: (mail: InboundMail) => Promise<void>;
}

/** The end of the road for outgoing mail in demo mode: takes everything, on this machine, and passes it to one function. */
export class MailCatcher {
  readonly #listener: SmtpListener;

  /** @throws Problem `mail.tls-required` when the host is not loopback */
  constructor({ host = '127.0.0.1', port = 0, onMail }: MailCatcherOptions) {
    if (!isLoopback(host)) throw new Problem(mailProblems.tlsRequired);
    this.#listener = new SmtpListener({ host, port, name: 'catcher', closeTimeout: 1000, onMessage: onMail });
  }

  /** Opens the port; the answer is the server to give to `deliverMessage`. */
  async start(): Promise<SmtpServer> {
    return { ...(await this.#listener.start()), tls: 'none' };
  }

  async stop(): Promise<void> {
    await this.#listener.stop();
  }
}
