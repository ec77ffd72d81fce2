import { Worker } from 'node:worker_threads';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { AnswerHint } from '#law';

export type AnswerPart =
  { readonly kind: 'body'; readonly text: string } | { readonly kind: 'text' | 'pdf'; readonly bytes: Uint8Array };
/** Why a person has to read a part: all of it, or what comes after the limit. */
export type ReadingFault = 'no_text' | 'not_readable' | 'too_long';

export interface ReadPart {
  /** Offsets are those of the page, where there are pages. */
  readonly hints: readonly (AnswerHint & { readonly page: number | null })[];
  readonly fault: ReadingFault | null;
}

export interface ReadingLimits {
  /** Milliseconds for one part. */
  readonly timeout: number;
  /** Heap of the thread in MiB. */
  readonly memory: number;
}

const LIMITS: ReadingLimits = { timeout: 10_000, memory: 256 };
const UNREADABLE: ReadPart = { hints: [], fault: 'not_readable' };

/**
 * Reads the parts of answers, one after another, in a thread with limited time and memory. A document that breaks a limit
 * costs that thread, which is replaced. An idle one does not keep the process alive.
 */
export class AnswerReader implements OnApplicationShutdown {
  private turn: Promise<unknown> = Promise.resolve();
  private worker: Worker | null = null;
  private ready: Worker | null = null;
  private asked: { resolve(read: ReadPart): void; reject(error: Error): void; begin(): void } | null = null;

  constructor(private readonly limits = LIMITS) {}

  /** Never throws for what a stranger wrote. */
  read(part: AnswerPart): Promise<ReadPart> {
    const reading = this.turn.then(() => this.ask(part));
    this.turn = reading.catch(() => undefined);
    return reading;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.terminate();
  }

  private async ask(part: AnswerPart): Promise<ReadPart> {
    const worker = (this.worker ??= this.hire());
    worker.ref();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<ReadPart>((resolve, reject) => {
        const begin = () => {
          timer = setTimeout(() => {
            void worker.terminate();
          }, this.limits.timeout);
          worker.postMessage(part);
        };
        this.asked = { resolve, reject, begin };
        if (this.ready === worker) begin();
      });
    } finally {
      clearTimeout(timer);
      this.asked = null;
      worker.unref();
    }
  }

  private hire(): Worker {
    const worker = new Worker(new URL('./read-answer.worker.mjs', import.meta.url), {
      // The thread needs nothing of the environment, so it gets none of its secrets.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memory, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    worker.on('message', (said: ReadPart | 'ready') => {
      // Its own loading is no fault of the document, so the time counts from here.
      if (said === 'ready') {
        this.ready = worker;
        this.asked?.begin();
      } else this.asked?.resolve(said);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      // Anything else is a fault of ours, such as a missing file, and no property of the document.
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return;
      this.worker = null;
      this.asked?.reject(error);
    });
    worker.on('exit', () => {
      if (this.worker !== worker) return;
      this.worker = null;
      this.asked?.resolve(UNREADABLE);
    });
    return worker;
  }
}
