/**
 * Where the one key lies that is not in the database. The program's own answer is a file (`MasterKey`); a key service
 * on another machine wraps and unwraps there, and hands out the derived keys once, when the program starts.
 */
export interface KeyService {
  wrap(key: Buffer, context: readonly string[]): Promise<Buffer> | Buffer;
  /** @throws BoxRefused when wrapped by another key or for another context. */
  unwrap(wrapped: Uint8Array, context: readonly string[]): Promise<Buffer> | Buffer;
  /** 32 bytes that differ for every purpose and salt. */
  derive(purpose: string, salt?: string): Buffer;
}
