import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '#database';
import { Vault } from '#vault';
import { AttemptsRepository } from './attempts.repository.ts';

/** A stranger who keeps trying fills the log with so many lines at once, and then with one so many seconds. */
const NOTES = { burst: 10, refillSeconds: 60 } as const;

/**
 * Failed tries stand in the logs of the branches that the account serves. They are written beside the answer, not before
 * it: only an account that exists has a log, and nobody may hear that from how long the answer takes.
 */
@Injectable()
export class SignInLog implements OnApplicationShutdown {
  private readonly logger = new Logger('sign-in');
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly attempts: AttemptsRepository,
  ) {}

  passwordFailed(emailIndex: Buffer): void {
    this.write(emailIndex.toString('hex'), 'SELECT note_failed_sign_in($1, $2)', [emailIndex, 'password']);
  }

  codeFailed(personId: string): void {
    this.write(personId, 'SELECT note_failed_code($1)', [personId]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.writing);
  }

  private write(account: string, sql: string, parameters: unknown[]): void {
    const note = this.noted(account, sql, parameters)
      .catch((error: unknown) => {
        this.logger.error({ event: 'failed-sign-in-not-noted', err: error });
      })
      .finally(() => this.writing.delete(note));
    this.writing.add(note);
  }

  private async noted(account: string, sql: string, parameters: unknown[]): Promise<void> {
    const key = this.vault.platformBlindIndex('attempts', `sign-in-log\n${account}`);
    if ((await this.attempts.take([{ ...NOTES, key }])) > 0) return;
    await this.db.outsideTenants((tx) => tx.query(sql, parameters));
  }
}
