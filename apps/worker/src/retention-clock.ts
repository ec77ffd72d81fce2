import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { NumberRetention } from '#families';
import { Rounds } from './rounds.ts';

/** Looks every hour for numbers of documents that nobody needs any more. */
@Injectable()
export class RetentionClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(retention: NumberRetention) {
    this.rounds = new Rounds({
      name: 'The retention of document numbers',
      everyMs: 3_600_000,
      logger: new Logger(RetentionClock.name),
      work: async () => {
        const announced = await retention.run();
        return announced === 0 ? null : `Document numbers of ${announced} guardians are due to be emptied.`;
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
