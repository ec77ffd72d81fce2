import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { anchorKeys, digestOfLine, FIRST, readLine, signedLine } from './anchor-line.ts';

export interface Head {
  readonly branchId: string;
  readonly number: number;
  /** Lower-case hex. */
  readonly hash: string;
}

export interface ReadAnchors {
  readonly lines: number;
  /** By branch and number of the entry: its hash. */
  readonly byBranch: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** Number of the first line (from 1) that is forged, changed, or follows a line that was taken out. */
  readonly firstBadLine: number | null;
}

/**
 * Signed heads of every branch's log, appended to a file outside the database: whoever rewrites a log together with its
 * head must rewrite this file too, and has no key for it. Copy the file to where the administrator cannot write.
 */
export class AuditAnchors {
  readonly #keys: ReturnType<typeof anchorKeys>;

  /** @param seed the 32 bytes of the Ed25519 key. */
  constructor(
    private readonly file: string,
    seed: Buffer,
  ) {
    this.#keys = anchorKeys(seed);
  }

  /** Adds the heads that moved since they were last anchored; resolves to how many. On the disk when it resolves. */
  async append(heads: readonly Head[], at = new Date()): Promise<number> {
    const texts = await this.texts();
    const { byBranch } = this.check(texts);
    const moved = heads.filter(({ branchId, number }) => number > 0 && byBranch.get(branchId)?.has(number) !== true);
    if (moved.length === 0) return 0;
    let previous = texts.length === 0 ? FIRST : digestOfLine(texts.at(-1) ?? '');
    const added = moved.map(({ branchId, number, hash }) => {
      const text = signedLine({ at: at.toISOString(), branchId, number, hash, previous }, this.#keys.secret);
      previous = digestOfLine(text);
      return text;
    });
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    const handle = await open(this.file, 'a', 0o600);
    try {
      await handle.appendFile(`${added.join('\n')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return added.length;
  }

  /** A missing file is one without lines: nothing was anchored yet. */
  async read(): Promise<ReadAnchors> {
    return this.check(await this.texts());
  }

  private check(texts: readonly string[]): ReadAnchors {
    const byBranch = new Map<string, Map<number, string>>();
    let firstBadLine: number | null = null;
    let previous = FIRST;
    for (const [index, text] of texts.entries()) {
      const line = readLine(text, this.#keys.open);
      if (line?.previous !== previous) firstBadLine ??= index + 1;
      previous = digestOfLine(text);
      if (line === null) continue;
      const numbers = byBranch.get(line.branchId) ?? new Map<number, string>();
      // The first word counts: a later line that contradicts it is the forged one, and the log must match both.
      if (!numbers.has(line.number)) numbers.set(line.number, line.hash);
      byBranch.set(line.branchId, numbers);
    }
    return { lines: texts.length, byBranch, firstBadLine };
  }

  private async texts(): Promise<string[]> {
    try {
      return (await readFile(this.file, 'utf8')).split('\n').filter((text) => text !== '');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
