import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Problem } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';
import type { LetterPage } from '../letters/letter-page.ts';

export interface RenderedLetter {
  /** PDF/A-2a, tagged, PT Serif embedded. */
  readonly pdf: Uint8Array;
  readonly pages: number;
  /** Hex digest of `pdf`. */
  readonly sha256: string;
}

type Answer = RenderedLetter | { readonly reason: string };

/** One worker thread that typesets one letter at a time; unusable once `broken`. */
export class RenderThread {
  readonly #worker: Worker;
  readonly #ready: Promise<unknown>;
  #broken = false;

  constructor(fonts: readonly string[] | undefined) {
    // The worker needs nothing of the environment, so it gets none of its secrets.
    this.#worker = new Worker(new URL('./render-worker.mjs', import.meta.url), { workerData: { fonts }, env: {} });
    this.#worker.unref();
    this.#worker.on('error', () => (this.#broken = true));
    this.#worker.on('exit', () => (this.#broken = true));
    this.#ready = once(this.#worker, 'message');
    this.#ready.catch(() => (this.#broken = true));
  }

  get broken(): boolean {
    return this.#broken;
  }

  async render(page: LetterPage, limitMs: number): Promise<RenderedLetter> {
    this.#worker.ref();
    try {
      await this.#ready;
      const answer = await this.#ask(page, limitMs);
      if ('reason' in answer) throw failed(answer.reason);
      return answer;
    } catch (error) {
      if (error instanceof Problem) throw error;
      // The thread's own message may quote a letter or a path; its name tells enough.
      throw failed(error instanceof Error && 'code' in error ? String(error.code) : 'the render thread stopped');
    } finally {
      this.#worker.unref();
    }
  }

  async #ask(page: LetterPage, limitMs: number): Promise<Answer> {
    const clock = new AbortController();
    const timer = setTimeout(() => {
      clock.abort();
    }, limitMs);
    try {
      const answered = once(this.#worker, 'message', { signal: clock.signal });
      this.#worker.postMessage(JSON.stringify(page));
      const [answer] = (await answered) as [Answer];
      return answer;
    } catch (error) {
      if (!clock.signal.aborted) throw error;
      void this.stop();
      throw new Problem(documentsProblems.renderTimedOut, { parameters: { milliseconds: limitMs } });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the thread. Not awaited by callers in a hurry: native code ends only when its current letter does. */
  stop(): Promise<number> {
    this.#broken = true;
    return this.#worker.terminate();
  }
}

function failed(reason: string): Problem {
  return new Problem(documentsProblems.renderFailed, { parameters: { reason: reason.slice(0, 200) } });
}
