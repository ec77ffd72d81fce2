import { Injectable } from '@nestjs/common';
import { Problem } from '#kernel';
import { Vault } from '#vault';
import { accessProblems } from './access.problems.ts';
import { AttemptsRepository, type KeyedBucket } from './attempts.repository.ts';
import { LOOPBACK } from './client.ts';
import { type LimitedRoute, LIMITS } from './rate-limits.ts';

/** Counts attempts before they cost anything, and gives them back to who succeeded. */
@Injectable()
export class Attempts {
  private taken = 0;

  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly vault: Vault,
  ) {}

  /**
   * Counts one attempt. `account` is the address, person or token that it is about; null when none was given.
   * @throws Problem access.too-many-attempts (429, Retry-After in seconds), alike for accounts that do not exist.
   */
  async take(route: LimitedRoute, account: string | null, network: string): Promise<void> {
    this.taken += 1;
    if (this.taken % 500 === 0) await this.attempts.forget();
    const wait = await this.attempts.take([
      ...this.ofAccount(route, account, network),
      ...this.ofNetwork(route, network),
    ]);
    if (wait <= 0) return;
    const seconds = Math.max(1, Math.ceil(wait));
    throw new Problem(accessProblems.tooManyAttempts, {
      parameters: { seconds },
      headers: { 'retry-after': String(seconds) },
    });
  }

  /** After a success. The network's bucket keeps what was poured in, or one's own account would pay for strangers'. */
  async giveBack(route: LimitedRoute, account: string, network: string): Promise<void> {
    await this.attempts.giveBack(this.ofAccount(route, account, network));
  }

  private ofAccount(route: LimitedRoute, account: string | null, network: string): KeyedBucket[] {
    if (account === null) return [];
    const { account: here, everywhere } = LIMITS[route];
    return [
      { ...here, key: this.key(route, 'account', account, network) },
      ...(everywhere === null ? [] : [{ ...everywhere, key: this.key(route, 'everywhere', account) }]),
    ];
  }

  /** Loopback is this machine, or a proxy on it that names nobody: all callers together are no network. */
  private ofNetwork(route: LimitedRoute, network: string): KeyedBucket[] {
    return network === LOOPBACK ? [] : [{ ...LIMITS[route].network, key: this.key(route, 'network', network) }];
  }

  private key(...parts: readonly string[]): Buffer {
    return this.vault.platformBlindIndex('attempts', parts.join('\n'));
  }
}
