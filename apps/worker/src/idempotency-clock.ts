import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#database';
import { Rounds } from './rounds.ts';

/** Idempotency keys live for 24 hours; the answers kept with them hold names, so they go even where nobody asks again. */
@Injectable()
export class IdempotencyClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(database: Database) {
    this.rounds = new Rounds({
      name: 'Forgetting idempotency keys',
      everyMs: 3_600_000,
      logger: new Logger(IdempotencyClock.name),
      work: () =>
        database.outsideTenants(async (tx) => {
          const rows = await tx.query<{ count: string }[]>(`SELECT forget_idempotency_keys('24 hours') AS count`);
          const count = Number(rows[0]?.count ?? 0);
          return count === 0 ? null : `${count} idempotency keys were forgotten.`;
        }),
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }
}
