import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RecordsSweep } from '#erasure';
import { Rounds } from './rounds.ts';

/** Looks for acts of destruction that need not be kept any longer, at the start and once an hour. */
@Injectable()
export class RecordsClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(sweep: RecordsSweep) {
    this.rounds = new Rounds({
      name: 'The sweep of destruction records',
      everyMs: 3_600_000,
      logger: new Logger(RecordsClock.name),
      work: async () => {
        const announced = await sweep.run();
        return announced === 0 ? null : `${announced} acts of destruction are kept no longer.`;
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
