import { createHash } from 'node:crypto';
import { ChainCheck } from './chain-check.ts';
import { type ChainLine, hashOf } from './chain-line.ts';
import { entryLineSchema, type HeaderLine, headerLineSchema, type HeadLine, headLineSchema } from './export-line.ts';

export interface FileReport {
  readonly branchId: string | null;
  readonly entries: number;
  /** Whether the file claims to hold the whole log. Of a filtered one only what is in it can be verified. */
  readonly complete: boolean;
  /** Of the whole log at that time; compare it with the anchor of the same number. */
  readonly head: { readonly number: number; readonly hash: string } | null;
  readonly intact: boolean;
  readonly firstBad?: FileFault;
}

export interface FileFault {
  /** From 1. */
  readonly line: number;
  /**
   * As in ChainFault, and: `unreadable`: no line of an export. `foreign`: an entry of another branch. `cut`: the last
   * line is missing. `not-as-written`: lines were put in, taken out or changed places.
   */
  readonly why: string;
}

/** Verifies an export of AuditExport line by line, with no database and in bounded memory. */
export async function verifyAuditFile(lines: AsyncIterable<string>): Promise<FileReport> {
  const check = new FileCheck();
  for await (const line of lines) {
    check.follow(line);
    if (check.fault !== undefined) break;
  }
  return check.report();
}

class FileCheck {
  fault: FileFault | undefined;
  private line = 0;
  private entries = 0;
  private header: HeaderLine | undefined;
  private head: HeadLine | undefined;
  private last: ChainLine | undefined;
  private readonly chain = new ChainCheck();
  private readonly digest = createHash('sha256');

  follow(text: string): void {
    this.line += 1;
    const parsed = jsonOf(text);
    if (this.header === undefined) {
      this.header = headerLineSchema.safeParse(parsed).data;
      if (this.header === undefined) this.say('unreadable');
    } else if (this.head !== undefined) this.say('beyond-head');
    else {
      this.head = headLineSchema.safeParse(parsed).data;
      if (this.head !== undefined) this.end(this.head);
      else this.entry(parsed, this.header);
    }
    this.digest.update(`${text}\n`);
  }

  report(): FileReport {
    if (this.head === undefined && this.fault === undefined) {
      this.line += 1;
      this.say('cut');
    }
    const { header, head, fault, entries } = this;
    const report = {
      branchId: header?.branchId ?? null,
      complete: header?.filters.length === 0,
      head: head === undefined ? null : { number: head.number, hash: head.hash },
      entries,
      intact: fault === undefined,
    };
    return fault === undefined ? report : { ...report, firstBad: fault };
  }

  private entry(parsed: unknown, { branchId, filters }: HeaderLine): void {
    const { data: entry } = entryLineSchema.safeParse(parsed);
    if (entry?.branchId !== branchId) {
      this.say(entry === undefined ? 'unreadable' : 'foreign');
      return;
    }
    this.entries += 1;
    if (filters.length === 0) {
      this.chain.follow(entry);
      this.say(this.chain.firstBad?.why);
    } else this.say(this.faultOfSingle(entry));
    this.last = entry;
  }

  /** Entries that were filtered out lie between; neighbours are chained all the same. */
  private faultOfSingle(entry: ChainLine): string | undefined {
    const before = this.last?.number ?? 0;
    if (hashOf(entry) !== entry.hash) return 'edited';
    if (entry.number <= before) return 'repeated';
    return entry.number === before + 1 && this.last !== undefined && entry.previousHash !== this.last.hash
      ? 'rewritten'
      : undefined;
  }

  private end(head: HeadLine): void {
    if (this.header?.filters.length === 0) {
      this.chain.finish({ lastNumber: head.number, lastHash: head.hash });
      this.say(this.chain.firstBad?.why);
    } else if (this.last !== undefined && this.last.number > head.number) this.say('beyond-head');
    else if (this.last?.number === head.number && this.last.hash !== head.hash) this.say('rewritten');
    if (head.entries !== this.entries || this.digest.copy().digest('hex') !== head.digest) this.say('not-as-written');
  }

  private say(why: string | undefined): void {
    if (why !== undefined) this.fault ??= { line: this.line, why };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // No line of an export; the caller names its number.
  }
}
