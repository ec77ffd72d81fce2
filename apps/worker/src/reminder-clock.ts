import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ReminderSweep } from '#requests';
import { Rounds } from './rounds.ts';

/** Looks for due reminders every five seconds. */
@Injectable()
export class ReminderClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(sweep: ReminderSweep) {
    this.rounds = new Rounds({
      name: 'The reminder sweep',
      everyMs: 5_000,
      logger: new Logger(ReminderClock.name),
      work: async () => {
        const announced = await sweep.run();
        return announced === 0 ? null : `${announced} reminders were announced.`;
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
