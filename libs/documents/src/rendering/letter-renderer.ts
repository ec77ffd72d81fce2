import { availableParallelism } from 'node:os';
import { Problem } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';
import { type CompositionOptions, composeLetter } from '../letters/compose-letter.ts';
import { exampleLetters } from '../letters/example-letters.ts';
import type { LetterInputs, LetterKind } from '../letters/letter-kinds.ts';
import { RenderThread, type RenderedLetter } from './render-thread.ts';

export interface LetterRendererOptions {
  /** Worker threads, 1 to the number of cores; default 1. */
  readonly threads?: number;
  /** Milliseconds for typesetting one letter, once its thread is up; default 10,000. */
  readonly timeLimitMs?: number;
  /** TTF files to use instead of the installed PT Serif, by absolute path. The layout asks for "PT Serif" by name. */
  readonly fonts?: readonly string[];
}

export interface RenderOptions extends CompositionOptions {
  readonly timeLimitMs?: number;
}

/** Typesets letters in worker threads. One instance a process; `close()` it at shutdown. */
export class LetterRenderer {
  readonly #threads: number;
  readonly #timeLimitMs: number;
  readonly #fonts: readonly string[] | undefined;
  readonly #idle: RenderThread[] = [];
  readonly #running = new Set<Promise<unknown>>();
  readonly #waiting: { proceed: () => void; refuse: (problem: Problem) => void }[] = [];
  #busy = 0;
  #closed = false;

  constructor(options: LetterRendererOptions = {}) {
    this.#threads = Math.max(1, Math.min(options.threads ?? 1, availableParallelism()));
    this.#timeLimitMs = options.timeLimitMs ?? 10_000;
    this.#fonts = options.fonts;
  }

  /**
   * Words and typesets one letter. Equal data (which hold the letter's date) give equal bytes.
   * Problems: those of `composeLetter`, and `documents.render-timed-out`, `documents.render-failed`,
   * `documents.renderer-closed`.
   */
  async render<K extends LetterKind>(
    kind: K,
    data: LetterInputs[K],
    options: RenderOptions = {},
  ): Promise<RenderedLetter> {
    const page = composeLetter(kind, data, options);
    await this.#turn();
    const thread = this.#thread();
    const work = thread.render(page, options.timeLimitMs ?? this.#timeLimitMs);
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
      if (!thread.broken) this.#idle.push(thread);
      this.#pass();
    }
  }

  /** The sample letter of a kind, about invented people, for who writes a wording. Problems: as for `render`. */
  renderExample(kind: LetterKind, options: RenderOptions): Promise<RenderedLetter> {
    return this.render(kind, exampleLetters[kind], options);
  }

  async #turn(): Promise<void> {
    if (this.#closed) throw closed();
    if (this.#busy < this.#threads) this.#busy += 1;
    else await new Promise<void>((proceed, refuse) => this.#waiting.push({ proceed, refuse }));
  }

  #pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy -= 1;
    else next.proceed();
  }

  #thread(): RenderThread {
    for (let thread = this.#idle.pop(); thread !== undefined; thread = this.#idle.pop())
      if (!thread.broken) return thread;
    return new RenderThread(this.#fonts);
  }

  /** Lets the letters in hand finish, refuses those that wait, ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(closed());
    await Promise.allSettled(this.#running);
    await Promise.all(this.#idle.splice(0).map((thread) => thread.stop()));
  }
}

function closed(): Problem {
  return new Problem(documentsProblems.rendererClosed);
}
