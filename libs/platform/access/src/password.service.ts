import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** 19 MiB and two passes: some 20 ms, the least that OWASP recommends for argon2id (the library's default variant). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Longer input buys no safety and only costs time. */
export const LONGEST_PASSWORD = 1000;

/** Hashes and checks passwords with argon2id, off the event loop. */
@Injectable()
export class PasswordService {
  /** Of no account's password; verifying against it takes as long as against a real one. */
  private readonly decoy = this.hash('the password of nobody');

  hash(password: string): Promise<string> {
    return hash(password, COST);
  }

  /** With `stored` undefined it does the same work and answers false: the caller's time tells nothing. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const fits = await verify(stored ?? (await this.decoy), password);
    return fits && stored !== undefined;
  }
}
