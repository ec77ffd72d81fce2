import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const number = z.int().nonnegative();

/** The first line: whose log, and whether all of it. */
export const headerLineSchema = z.strictObject({
  kind: z.literal('otzyv-audit-export'),
  v: z.literal(1),
  branchId: z.uuid(),
  /** Names of the filters; with none the file holds the whole log. */
  filters: z.array(z.string()),
});
export type HeaderLine = z.infer<typeof headerLineSchema>;

/** An entry as it is stored and was hashed, every column as text. */
export const entryLineSchema = z.strictObject({
  branchId: z.string(),
  number,
  id: z.string(),
  at: z.string(),
  actorKind: z.string(),
  actorId: z.string(),
  actorAs: z.string(),
  requestId: z.string().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  familyId: z.string().nullable(),
  reason: z.string().nullable(),
  details: z.string(),
  previousHash: hash,
  hash,
});

/** The last line: without it the file was cut. */
export const headLineSchema = z.strictObject({
  kind: z.literal('head'),
  /** Number and hash of the last entry of the whole log, to be compared with an anchor of that number. */
  number,
  hash,
  /** How many entries stand above. */
  entries: number,
  /** SHA-256 over all lines above, each with its line feed. */
  digest: hash,
});
export type HeadLine = z.infer<typeof headLineSchema>;

/** Writes lines and remembers their digest. */
export class ExportLines {
  readonly #digest: Hash = createHash('sha256');

  write(lines: readonly object[]): Buffer {
    const text = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    this.#digest.update(text);
    return text;
  }

  /** The last line; nothing may follow. */
  end(head: Omit<HeadLine, 'kind' | 'digest'>): Buffer {
    return Buffer.from(`${JSON.stringify({ kind: 'head', ...head, digest: this.#digest.digest('hex') })}\n`);
  }
}
