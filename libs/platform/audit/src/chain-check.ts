import { type ChainLine, GENESIS, hashOf } from './chain-line.ts';

/**
 * What is wrong with the first bad entry:
 * - `edited`: its content is not what was hashed.
 * - `rewritten`: it was edited and hashed again, which the entry (or head) after it gives away.
 * - `moved`: from here on entries stand under other numbers than they were written under: one was put in, taken out
 *   and the rest renumbered, or two changed places.
 * - `missing`: there is no entry of this number, though later ones are.
 * - `repeated`: the number occurs twice, or is below 1.
 * - `cut`: there is no entry of this number, nor a later one, though the head says there was.
 * - `beyond-head`: the entry was put in after the last one that the head knows.
 * - `head-missing`: there are entries but no head.
 * - `not-as-anchored`: chain and head agree, and yet the entry is not the one that was anchored outside the database.
 */
export type ChainFault =
  | 'edited'
  | 'rewritten'
  | 'moved'
  | 'missing'
  | 'repeated'
  | 'cut'
  | 'beyond-head'
  | 'head-missing'
  | 'not-as-anchored';

export interface FirstBad {
  readonly number: number;
  readonly why: ChainFault;
}

export interface ChainHead {
  readonly lastNumber: number;
  readonly lastHash: string;
}

/** How far from its place an entry is looked for before it is called edited instead of moved. */
const FAR = 1000;

/** Follows one branch's chain from its first entry, in order of number; stops at the first fault. */
export class ChainCheck {
  firstBad: FirstBad | undefined;
  private number = 0;
  private hash = GENESIS;
  private seen = 0;

  /** @param anchors hashes by number, as they were signed outside the database. */
  constructor(private readonly anchors: ReadonlyMap<number, string> = new Map()) {}

  get entries(): number {
    return this.seen;
  }

  follow(line: ChainLine): void {
    this.seen += 1;
    if (this.firstBad !== undefined) return;
    this.firstBad = this.faultOf(line);
    this.number = line.number;
    this.hash = line.hash;
  }

  /** `head` must be as old as the last line read, or what was appended in between looks like a forgery. */
  finish(head: ChainHead | null): void {
    if (this.firstBad !== undefined) return;
    if (head === null) {
      if (this.seen > 0) this.firstBad = { number: this.number, why: 'head-missing' };
    } else if (head.lastNumber > this.number) this.firstBad = { number: this.number + 1, why: 'cut' };
    else if (head.lastNumber < this.number) this.firstBad = { number: head.lastNumber + 1, why: 'beyond-head' };
    else if (head.lastHash !== this.hash) this.firstBad = { number: this.number, why: 'rewritten' };
    this.firstBad ??= this.cutBeforeAnchor();
  }

  private anchorFault({ number, hash }: ChainLine): FirstBad | undefined {
    const anchored = this.anchors.get(number);
    return anchored === undefined || anchored === hash ? undefined : { number, why: 'not-as-anchored' };
  }

  /** Entries, head and all were taken back to an earlier state: an anchor remembers a later one. */
  private cutBeforeAnchor(): FirstBad | undefined {
    const last = Math.max(0, ...this.anchors.keys());
    return last > this.number ? { number: this.number + 1, why: 'cut' } : undefined;
  }

  private faultOf(line: ChainLine): FirstBad | undefined {
    const expected = this.number + 1;
    if (line.number < expected) return { number: line.number, why: 'repeated' };
    if (hashOf(line) !== line.hash) return movedOrEdited(line);
    if (line.number > expected) return { number: expected, why: 'missing' };
    if (line.previousHash === this.hash) return this.anchorFault(line);
    // The line is whole and was written after another predecessor: the predecessor is the forged one.
    return { number: Math.max(1, line.number - 1), why: 'rewritten' };
  }
}

function movedOrEdited(line: ChainLine): FirstBad {
  for (let distance = 1; distance <= FAR; distance += 1) {
    for (const number of [line.number - distance, line.number + distance]) {
      if (hashOf(line, number) === line.hash) return { number: Math.min(number, line.number), why: 'moved' };
    }
  }
  return { number: line.number, why: 'edited' };
}
