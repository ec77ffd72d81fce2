import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DeadlineSweep } from '#requests';

const EVERY_MS = 1_000;

/** Looks for passed deadlines once a second. Missing a turn costs nothing: the next one finds the same rows. */
@Injectable()
export class DeadlineClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeadlineClock.name);
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly sweep: DeadlineSweep) {}

  onApplicationBootstrap(): void {
    this.wait();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  private wait(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.look();
    }, EVERY_MS);
  }

  private async look(): Promise<void> {
    try {
      const announced = await this.sweep.run();
      if (announced > 0) this.logger.log(`${announced} passed deadlines were announced.`);
    } catch (error) {
      this.logger.error(
        `The deadline sweep failed and will be repeated: ${error instanceof Error ? error.name : 'unknown'}`,
      );
    }
    this.wait();
  }
}
