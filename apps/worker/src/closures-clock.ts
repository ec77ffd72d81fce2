import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ClosuresSweep } from '#erasure';
import { Rounds } from './rounds.ts';

/** Takes closed branches their next step once a minute. */
@Injectable()
export class ClosuresClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(sweep: ClosuresSweep) {
    this.rounds = new Rounds({
      name: 'The schedule of closed branches',
      everyMs: 60_000,
      logger: new Logger(ClosuresClock.name),
      work: async () => {
        const asked = await sweep.run();
        return asked === 0 ? null : `${asked} steps of closed branches were asked for.`;
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
