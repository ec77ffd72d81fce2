import type { DeliveryPhase, DeliveryTimeouts } from './delivery-result.ts';

interface LogEntry {
  readonly tnx?: string;
  readonly remotePort?: number;
}

/**
 * Follows one conversation through the transaction log of the SMTP client, which names each command and each complete
 * reply, and runs one clock that starts anew at every step. Keeps no text: it looks at the verb and forgets the line.
 */
export class DeliveryProgress {
  #phase: DeliveryPhase = 'connect';
  #answeredPhase: DeliveryPhase = 'connect';
  /** Commands sent and not yet answered: several, when the server takes them in a batch. */
  readonly #pending: DeliveryPhase[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  readonly #timeouts: DeliveryTimeouts;
  readonly #onTimeout: () => void;

  constructor(timeouts: DeliveryTimeouts, onTimeout: () => void) {
    this.#timeouts = timeouts;
    this.#onTimeout = onTimeout;
    this.#restartClock();
  }

  get phase(): DeliveryPhase {
    return this.#phase;
  }

  /** What the last complete reply answered; with commands in a batch it lies behind {@link phase}. */
  get answeredPhase(): DeliveryPhase {
    return this.#answeredPhase;
  }

  /** Called by the body itself at its first octet, each block and its end: the log does not tell. */
  bodyAt(phase: 'body' | 'final'): void {
    this.#phase = phase;
    this.#restartClock();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** The bunyan-like logger that the client wants. */
  readonly logger = {
    trace: (): void => undefined,
    debug: (entry: LogEntry, line: string): void => {
      if (entry.tnx === 'client') this.#sent(line);
      if (entry.tnx === 'server') this.#answered();
    },
    info: (entry: LogEntry): void => {
      if (entry.tnx === 'network' && entry.remotePort !== undefined) this.#enter('greeting');
    },
    warn: (): void => undefined,
    error: (): void => undefined,
    fatal: (): void => undefined,
    level: (): void => undefined,
  };

  #sent(line: string): void {
    const phase = phaseOfCommand(line, this.#phase);
    this.#pending.push(phase);
    if (this.#pending.length === 1) this.#enter(phase);
  }

  #answered(): void {
    // The answered phase stays current until the next command leaves: a drop in between belongs to it.
    this.#answeredPhase = this.#pending.shift() ?? this.#phase;
    const next = this.#pending[0];
    if (next === undefined) this.#restartClock();
    else this.#enter(next);
  }

  #enter(phase: DeliveryPhase): void {
    if (this.#phase === 'body' || this.#phase === 'final') return;
    this.#phase = phase;
    this.#restartClock();
  }

  #restartClock(): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(this.#onTimeout, this.#allowance());
  }

  #allowance(): number {
    switch (this.#phase) {
      case 'connect':
        return this.#timeouts.connect;
      case 'data':
        return this.#timeouts.data;
      case 'body':
        return this.#timeouts.block;
      case 'final':
        return this.#timeouts.final;
      case 'greeting':
      case 'ehlo':
      case 'starttls':
      case 'auth':
      case 'mail':
      case 'rcpt':
        return this.#timeouts.command;
    }
  }
}

/** Lines without a verb (answers to an AUTH challenge) belong to the phase they are sent in. */
export function phaseOfCommand(line: string, current: DeliveryPhase): DeliveryPhase {
  const verb = /^([A-Z]+)(?: |$)/i.exec(line)?.[1]?.toUpperCase() ?? '';
  switch (verb) {
    case 'EHLO':
    case 'HELO':
      return 'ehlo';
    case 'STARTTLS':
      return 'starttls';
    case 'AUTH':
      return 'auth';
    case 'MAIL':
      return 'mail';
    case 'RCPT':
      return 'rcpt';
    case 'DATA':
      return 'data';
    default:
      return current;
  }
}
