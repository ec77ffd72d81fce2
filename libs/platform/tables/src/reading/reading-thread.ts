import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { Problem, type ProblemParameters } from '#kernel';

import { tableProblems } from '../tables.problems.ts';

const PIECE = 1024 * 1024;

interface Answer {
  readonly answer?: unknown;
  readonly fault?: keyof typeof tableProblems;
  readonly parameters?: ProblemParameters;
  readonly failure?: string;
}

interface Question {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** One thread that reads one file with limited time and memory. An idle one does not keep the process alive. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #timeout: number;
  #question: Question | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #ended: Error | null = null;

  constructor({ memory, timeout }: { readonly memory: number; readonly timeout: number }) {
    this.#timeout = timeout;
    this.#worker = new Worker(new URL('./read-table.worker.mjs', import.meta.url), {
      // The thread needs nothing of the environment, so it gets none of its secrets.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => {
      this.#answered(answer);
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      // Anything else is a fault of ours, such as a missing file, and no property of the table.
      this.#end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Problem(tableProblems.tooHeavy) : error);
    });
    this.#worker.on('exit', () => {
      this.#end(new Problem(tableProblems.tooHeavy));
    });
  }

  /** Piece by piece, a turn of the event loop each: copying 64 MiB at one go stalls everyone else for as long as it takes. */
  async feed(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = new Uint8Array(bytes.subarray(at, at + PIECE));
      this.#worker.postMessage({ piece }, [piece.buffer]);
      await nextTurn();
    }
  }

  /** Questions are put one after another. */
  ask(question: object): Promise<unknown> {
    const answer = this.#turn.then(() => this.#put(question));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #put(question: object): Promise<unknown> {
    if (this.#ended !== null) throw this.#ended;
    this.#worker.ref();
    const timer = setTimeout(() => {
      this.#end(new Problem(tableProblems.tooHeavy));
      void this.#worker.terminate();
    }, this.#timeout);
    try {
      return await new Promise((resolve, reject) => {
        this.#question = { resolve, reject };
        this.#worker.postMessage(question);
      });
    } finally {
      clearTimeout(timer);
      this.#question = null;
      this.#worker.unref();
    }
  }

  async close(): Promise<void> {
    this.#end(new Problem(tableProblems.closed));
    await this.#worker.terminate();
  }

  #answered({ answer, fault, parameters, failure }: Answer): void {
    if (fault !== undefined)
      this.#question?.reject(new Problem(tableProblems[fault], { parameters: parameters ?? {} }));
    else if (failure !== undefined) this.#question?.reject(new Error(`the reading thread failed: ${failure}`));
    else this.#question?.resolve(answer);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#question?.reject(this.#ended);
  }
}
