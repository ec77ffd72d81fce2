import { Logger } from '@nestjs/common';
import { errorCode } from './error-code.ts';
import { OutboxAlarm } from './outbox-alarm.ts';
import type { OutboxRows } from './outbox-rows.ts';
import type { QueueBackend, QueueInlet } from './queue-ends.ts';
import { withTimeLimit } from './with-time-limit.ts';

export interface RelayOptions {
  readonly relayUrl: string;
  readonly queues: readonly string[];
  /** How often every queue is looked at without being woken. */
  readonly pollMs: number;
  /** After how long a row that was announced but not claimed is announced again. */
  readonly announceAgainMs: number;
  /** The queue is only a look-ahead: more entries than this are not put into it. The rest waits in PostgreSQL. */
  readonly depth: number;
}

const BATCH = 500;
const QUEUE_ANSWERS_WITHIN_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;
const FULL_QUEUE_PAUSE_MS = 100;

/** Tells the queues which rows are due. Any number of relays may run; each row is told by one of them at a time. */
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly alarm: OutboxAlarm;
  private readonly inlets = new Map<string, QueueInlet>();
  private readonly nextLook = new Map<string, number>();
  private ring: () => void = () => undefined;
  private halt: () => void = () => undefined;
  private running: Promise<void> | undefined;
  private readonly ending = new AbortController();

  constructor(
    private readonly rows: OutboxRows,
    private readonly backend: QueueBackend,
    private readonly options: RelayOptions,
  ) {
    this.alarm = new OutboxAlarm(
      options.relayUrl,
      (queue) => {
        this.lookWithin(queue, 0);
        this.ring();
      },
      (error) => {
        this.logger.warn(`Lost the database's notifications (${errorCode(error)}); connecting again.`);
        this.ring();
      },
    );
  }

  start(): void {
    this.running ??= this.loop();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.halt();
    await this.running;
    await this.alarm.close();
    await this.closeInlets();
  }

  private hasEnded(): boolean {
    return this.ending.signal.aborted;
  }

  private async loop(): Promise<void> {
    let failures = 0;
    while (!this.hasEnded()) {
      try {
        await this.alarm.listen();
        for (const queue of this.options.queues) {
          if ((this.nextLook.get(queue) ?? 0) <= Date.now()) await this.look(queue);
        }
        failures = 0;
        const next = Math.min(...this.options.queues.map((queue) => this.nextLook.get(queue) ?? 0));
        await this.pause(Math.max(0, next - Date.now()), { untilRung: true });
      } catch (error) {
        if (this.hasEnded()) return;
        failures += 1;
        this.nextLook.clear();
        const delay = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(failures, 10));
        this.logger.warn(`Announcing failed (${errorCode(error)}); trying again in ${delay} ms.`);
        await this.closeInlets();
        await this.pause(delay, { untilRung: false });
      }
    }
  }

  private async look(queue: string): Promise<void> {
    // Set first: a ring that comes in while we look must not be overwritten by our own result.
    this.nextLook.set(queue, Date.now() + this.options.pollMs);
    const found = await this.announce(queue);
    if (found === 'more') this.lookWithin(queue, 0);
    if (found === 'full') this.lookWithin(queue, FULL_QUEUE_PAUSE_MS);
  }

  private lookWithin(queue: string, milliseconds: number): void {
    const known = this.nextLook.get(queue) ?? Infinity;
    this.nextLook.set(queue, Math.min(known, Date.now() + milliseconds));
  }

  private async announce(queue: string): Promise<'empty' | 'more' | 'full'> {
    const inlet = this.inletOf(queue);
    const room =
      this.options.depth - (await withTimeLimit(inlet.waiting(), QUEUE_ANSWERS_WITHIN_MS, this.ending.signal));
    if (room <= 0) return 'full';
    const limit = Math.min(BATCH, room);
    const due = await this.rows.due(queue, limit, this.options.announceAgainMs);
    if (due.length === 0) return 'empty';
    // One id per announcement: BullMQ ignores an id it still keeps, and must not ignore the next announcement.
    const entries = due.map(({ branchId, outboxId, job, announcement }) => ({
      id: `${outboxId}-${announcement}`,
      job,
      data: { branchId, outboxId },
    }));
    await withTimeLimit(inlet.add(entries), QUEUE_ANSWERS_WITHIN_MS);
    return due.length === limit ? 'more' : 'empty';
  }

  private inletOf(queue: string): QueueInlet {
    const known = this.inlets.get(queue);
    if (known !== undefined) return known;
    const inlet = this.backend.inlet(queue, (error) => {
      this.logger.debug(`Queue ${queue}: ${errorCode(error)}.`);
    });
    this.inlets.set(queue, inlet);
    return inlet;
  }

  /** An inlet that failed once may keep failing (BullMQ remembers a failed start), so each is made anew. */
  private async closeInlets(): Promise<void> {
    const open = [...this.inlets.values()];
    this.inlets.clear();
    const closed = await Promise.allSettled(open.map((inlet) => withTimeLimit(inlet.close(), 2_000)));
    for (const result of closed) {
      if (result.status === 'rejected') this.logger.debug(`Closing a queue failed (${errorCode(result.reason)}).`);
    }
  }

  private pause(milliseconds: number, { untilRung }: { untilRung: boolean }): Promise<void> {
    if (this.hasEnded()) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.halt = () => {
        clearTimeout(timer);
        resolve();
      };
      this.ring = untilRung ? this.halt : () => undefined;
    });
  }
}
