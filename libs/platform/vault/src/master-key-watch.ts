import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { MasterKey } from './master-key.ts';
import { PlatformKeysRepository } from './platform-keys.repository.ts';

const EVERY_MS = 15_000;
/** PostgreSQL refuses the password: an exchange of the master key gives the logins others. */
const PASSWORD_REFUSED = '28P01';

/**
 * Ends a process in order when the data went under another master key than the one it works with. Whoever supervises it
 * starts it again, and given both keys it then takes the right one.
 */
@Injectable()
export class MasterKeyWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('MasterKey');
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly master: MasterKey,
    private readonly repository: PlatformKeysRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  private async look(): Promise<void> {
    const now = await this.repository.findFingerprint().catch((error: unknown) => {
      // A database that is away for a moment says nothing about keys; whoever needs it reports it.
      return (error as { code?: unknown }).code === PASSWORD_REFUSED ? 'one that this process cannot read' : undefined;
    });
    if (now === undefined || now === this.master.fingerprint) return;
    clearInterval(this.#timer);
    this.#logger.fatal(
      `The master key was exchanged: the data are under ${String(now)}, this process has ${this.master.fingerprint}. It ends; start it with the new key.`,
    );
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }
}
