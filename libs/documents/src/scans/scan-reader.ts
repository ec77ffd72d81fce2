import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Problem } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';
import { readPageMark, type PageMark } from './page-mark.ts';

const MOST_PAGES = 200;
const TIME_LIMIT_MS = 120_000;

type Answer =
  | { readonly pages: readonly (readonly string[])[] }
  | { readonly parts: readonly Uint8Array[] }
  | { readonly fault: 'tooManyPages' | 'unreadable' };

/** One batch of scans in one thread, which ends with it: a file that broke a library spoils nothing after it. */
export class ScanReader {
  readonly #worker: Worker;

  constructor(private readonly pdf: Uint8Array) {
    this.#worker = new Worker(new URL('./scan-worker.mjs', import.meta.url), {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
  }

  /**
   * The mark on each page, in the order of the file; null where none of ours was found, or marks of two letters.
   * @throws Problem documents.scan-unreadable, documents.scan-too-long.
   */
  async marks(): Promise<readonly (PageMark | null)[]> {
    const answer = await this.ask({ mostPages: MOST_PAGES });
    if (!('pages' in answer)) throw new Problem(documentsProblems.scanUnreadable);
    return answer.pages.map((texts) => {
      const marks = texts.map(readPageMark).filter((mark) => mark !== null);
      const [first] = marks;
      return first !== undefined && marks.every(({ token }) => token === first.token) ? first : null;
    });
  }

  /** New PDFs of these pages, counted from 0. @throws Problem documents.scan-unreadable. */
  async cut(parts: readonly (readonly number[])[]): Promise<readonly Uint8Array[]> {
    const answer = await this.ask({ parts });
    if (!('parts' in answer)) throw new Problem(documentsProblems.scanUnreadable);
    return answer.parts;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  private async ask(question: object): Promise<Answer> {
    const clock = AbortSignal.timeout(TIME_LIMIT_MS);
    this.#worker.postMessage({ ...question, pdf: this.pdf });
    try {
      const [answer] = (await once(this.#worker, 'message', { signal: clock })) as [Answer];
      if ('fault' in answer) {
        const { scanTooLong, scanUnreadable } = documentsProblems;
        throw answer.fault === 'tooManyPages'
          ? new Problem(scanTooLong, { parameters: { pages: MOST_PAGES } })
          : new Problem(scanUnreadable);
      }
      return answer;
    } catch (error) {
      if (clock.aborted) throw new Problem(documentsProblems.scanUnreadable);
      throw error;
    }
  }
}
