import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DigestSweep } from '#notices';
import { Rounds } from './rounds.ts';

/** Looks for people whose hour has come every five seconds. */
@Injectable()
export class DigestClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(sweep: DigestSweep) {
    this.rounds = new Rounds({
      name: 'The digest sweep',
      everyMs: 5_000,
      logger: new Logger(DigestClock.name),
      work: async () => {
        const announced = await sweep.run();
        return announced === 0 ? null : `${announced} digests were asked for.`;
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
