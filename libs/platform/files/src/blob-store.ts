import { Problem } from '#kernel';
import { fileProblems } from './file.problems.ts';

/** Encrypted bytes by the SHA-256 of themselves. Writing the same address twice is harmless. */
export interface BlobStore {
  /** Durable once it resolves. @throws Problem files.store-unavailable. */
  put(address: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is no such blob. @throws Problem files.store-unavailable. */
  get(address: string): Promise<Buffer | null>;
  /** Deleting what is not there is harmless. @throws Problem files.store-unavailable. */
  delete(address: string): Promise<void>;
}

/** ab/cd/abcd...: no folder grows beyond what a file system lists quickly. */
export function blobPath(address: string): string {
  return `${address.slice(0, 2)}/${address.slice(2, 4)}/${address}`;
}

/** A full or broken disk and a silent server read the same to the person who wants to store a file. */
export function storeUnavailable(cause: unknown): never {
  const problem = new Problem(fileProblems.storeUnavailable, { headers: { 'retry-after': '60' } });
  problem.cause = cause;
  throw problem;
}
