/**
 * Where the one key lies that is not in the database. The program's own answer is a file (`MasterKey`); a key service
 * on another machine wraps and unwraps there and gives no key out. It is asked when a process starts, when the key of
 * a branch is made, and when one is used that is not in memory.
 */
export interface KeyService {
  /** Says which key wraps, and tells nothing of it. The database names the one that it is under. */
  readonly fingerprint: string;
  wrap(key: Buffer, context: readonly string[]): Promise<Buffer> | Buffer;
  /** @throws BoxRefused when wrapped by another key or for another context. */
  unwrap(wrapped: Uint8Array, context: readonly string[]): Promise<Buffer> | Buffer;
}
