import type { Actor } from '#kernel';

/** A file as its row tells it; the content lies elsewhere, encrypted. */
export interface StoredFile {
  readonly id: string;
  /** Null: a file of the branch, readable by branch-wide roles. */
  readonly familyId: string | null;
  /** What it was kept for, as a code: `letter`, `reply`, `mandate`. */
  readonly purpose: string;
  /** The name it came under, without folders. Personal data. */
  readonly name: string;
  /** SHA-256 of the content as it came in, lower-case hex: evidence. */
  readonly sha256: string;
  /** Bytes of the content as it came in. */
  readonly size: number;
  /** From the content, never from the name; `application/octet-stream` marks what was not recognised. */
  readonly mediaType: string;
  readonly status: 'clean' | 'quarantined';
  /** Why the status is what it is; `not-configured`: nobody looked. */
  readonly scan: 'not-configured' | 'passed' | 'found';
  readonly createdAt: Date;
}

export interface FileToStore {
  /** Absent or null: a file of the branch. */
  readonly familyId?: string | null | undefined;
  readonly purpose: string;
  readonly name: string;
  readonly content: Uint8Array;
  readonly by: Actor;
  /** For what is larger than a document: a table of families, a part of an export. 25 MiB when left out. */
  readonly maxBytes?: number;
}

/** The blob is written, the row is not: give it to `Files.attach` inside the transaction that needs the file. */
export interface PreparedFile {
  readonly id: string;
  readonly familyId: string | null;
  readonly purpose: string;
  readonly name: string;
  readonly nameSealed: Buffer;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  /** Address of the blob: SHA-256 of the stored, encrypted bytes, lower-case hex. */
  readonly storedAs: string;
  /** Of the key that sealed the blob. */
  readonly generation: number;
  readonly by: Actor;
}
