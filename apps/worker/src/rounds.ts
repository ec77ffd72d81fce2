import type { Logger } from '@nestjs/common';

export interface RoundsOptions {
  /** What is done, for the log: «The deadline sweep». */
  readonly name: string;
  readonly everyMs: number;
  readonly logger: Logger;
  /** Resolves to what is worth a log line, or null. */
  readonly work: () => Promise<string | null>;
}

/**
 * Does something again and again, one round after another and never two at once. A round that fails is logged and the next
 * one comes: whatever is done here finds its work anew each time, so a missed round loses nothing.
 */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: RoundsOptions) {}

  /** The first round begins at once. */
  start(): void {
    this.round = this.go();
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private async go(): Promise<void> {
    const { name, everyMs, logger, work } = this.options;
    try {
      const done = await work();
      if (done !== null) logger.log(done);
    } catch (error) {
      logger.error(`${name} failed and will be repeated: ${error instanceof Error ? error.name : 'unknown'}`);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.go();
    }, everyMs);
  }
}
