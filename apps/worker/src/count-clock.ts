import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CountFolding } from '#requests';
import { Rounds } from './rounds.ts';

/** Keeps the sums of the overviews short to read; they are exact also when nobody folds. */
@Injectable()
export class CountClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(folding: CountFolding) {
    this.rounds = new Rounds({
      name: 'Folding the counts of requests',
      everyMs: 30_000,
      logger: new Logger(CountClock.name),
      work: async () => {
        await folding.run();
        return null;
      },
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }
}
