import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { Problem } from '#kernel';

import { mailProblems } from './mail.problems.ts';
import { readParsed, type WorkerAnswer } from './read-parsed.ts';
import type { ParsedMessage } from './parsed-message.ts';

export interface MessageParserOptions {
  /** Milliseconds for one message; default 10,000. */
  readonly timeout?: number;
  /** Heap of the parsing thread in MiB; default 256. */
  readonly memory?: number;
  /** Largest message in octets; default 50 MiB. */
  readonly maxSize?: number;
}

export interface MessageHints {
  /** SMTP MAIL FROM, `''` for the null sender: a machine's mark that the headers alone may not show. */
  readonly envelopeFrom?: string;
}

const PIECE = 1024 * 1024;

interface Job {
  readonly raw: Buffer;
  readonly hints: MessageHints;
  readonly resolve: (message: ParsedMessage) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Parses messages of strangers, one after another, in a thread of its own with limited time and memory. A message that
 * breaks a limit costs that thread, which is replaced; the caller's event loop only copies bytes. An idle parser does not
 * keep the process alive.
 */
export class MessageParser {
  readonly #options: Required<MessageParserOptions>;
  readonly #queue: Job[] = [];
  #worker: Worker | null = null;
  #job: Job | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ timeout = 10_000, memory = 256, maxSize = 50 * 1024 * 1024 }: MessageParserOptions = {}) {
    this.#options = { timeout, memory, maxSize };
  }

  /**
   * @param raw complete message; not changed here, and not to be changed until the answer
   * @throws Problem `mail.unreadable` with reason `too-large`, `timeout`, `memory` or `malformed`; `mail.parser-closed`
   */
  parse(raw: Buffer, hints: MessageHints = {}): Promise<ParsedMessage> {
    if (raw.length > this.#options.maxSize) return Promise.reject(unreadable('too-large'));
    if (this.#closed) return Promise.reject(new Problem(mailProblems.parserClosed));
    return new Promise((resolve, reject) => {
      this.#queue.push({ raw, hints, resolve, reject });
      this.#next();
    });
  }

  /** Ends the thread; what waits or runs is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    const waiting = this.#queue.splice(0);
    this.#fail(new Problem(mailProblems.parserClosed));
    for (const job of waiting) job.reject(new Problem(mailProblems.parserClosed));
    await this.#dismiss();
  }

  #next(): void {
    if (this.#job !== null) return;
    const job = this.#queue.shift();
    if (job === undefined) {
      this.#worker?.unref();
      return;
    }
    this.#job = job;
    this.#worker ??= this.#hire();
    this.#worker.ref();
    this.#timer = setTimeout(() => {
      this.#replace(unreadable('timeout'));
    }, this.#options.timeout);
    void this.#feed(this.#worker, job.raw);
  }

  /** Piece by piece, a turn of the event loop each: copying 50 MiB at one go stalls everyone else for as long as it takes. */
  async #feed(worker: Worker, raw: Buffer): Promise<void> {
    for (let at = 0; worker === this.#worker; at += PIECE) {
      const piece = new Uint8Array(raw.subarray(at, at + PIECE));
      const last = at + PIECE >= raw.length;
      worker.postMessage({ piece, last }, [piece.buffer]);
      if (last) return;
      await nextTurn();
    }
  }

  #hire(): Worker {
    const worker = new Worker(new URL('./parse-message.worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memory, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    worker.on('message', (answer: WorkerAnswer) => {
      if (worker === this.#worker) this.#answered(answer);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      // Anything else is a fault of ours, such as a missing file, and no property of the message.
      if (worker === this.#worker)
        this.#replace(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? unreadable('memory') : error);
    });
    worker.on('exit', () => {
      if (worker === this.#worker) this.#replace(unreadable('memory'));
    });
    return worker;
  }

  #answered({ parsed }: WorkerAnswer): void {
    const job = this.#job;
    if (job === null) return;
    this.#release();
    if (parsed === null) job.reject(unreadable('malformed'));
    else job.resolve(readParsed(parsed, job.hints.envelopeFrom));
    this.#next();
  }

  #replace(error: Error): void {
    void this.#dismiss();
    this.#fail(error);
    this.#next();
  }

  #fail(error: Error): void {
    const job = this.#job;
    this.#release();
    job?.reject(error);
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#job = null;
  }

  async #dismiss(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** {@link MessageParser} for a single message, with a thread that lives as long as the call. */
export async function parseMessage(
  raw: Buffer,
  hints: MessageHints = {},
  options: MessageParserOptions = {},
): Promise<ParsedMessage> {
  const parser = new MessageParser(options);
  try {
    return await parser.parse(raw, hints);
  } finally {
    await parser.close();
  }
}

function unreadable(reason: 'too-large' | 'timeout' | 'memory' | 'malformed'): Problem {
  return new Problem(mailProblems.unreadable, { parameters: { reason } });
}
