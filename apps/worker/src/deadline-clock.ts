import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DeadlineSweep } from '#requests';
import { Rounds } from './rounds.ts';

/** Looks for passed deadlines once a second. */
@Injectable()
export class DeadlineClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(sweep: DeadlineSweep) {
    this.rounds = new Rounds({
      name: 'The deadline sweep',
      everyMs: 1_000,
      logger: new Logger(DeadlineClock.name),
      work: async () => {
        const announced = await sweep.run();
        return announced === 0 ? null : `${announced} passed deadlines were announced.`;
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
