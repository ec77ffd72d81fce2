import type { EntryData } from './outbox-rows.ts';

export interface QueueEntry {
  readonly id: string;
  readonly job: string;
  readonly data: EntryData;
}

/** The relay's end of one queue. */
export interface QueueInlet {
  waiting(): Promise<number>;
  add(entries: readonly QueueEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** The host's end of one queue; closing waits for what is running. */
export interface QueueOutlet {
  close(): Promise<void>;
}

export interface OutletOptions {
  readonly concurrency: number;
  /** Gets the entry as it lay in the queue: untrusted. Must not reject. */
  readonly process: (entry: { job: string; data: unknown }) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface QueueBackend {
  readonly kind: 'postgres' | 'redis';
  /** Readies the named queues. @throws ConfigurationError when this server cannot be trusted with them. */
  verify(queues: readonly string[]): Promise<void>;
  inlet(queue: string, onError: (error: unknown) => void): QueueInlet;
  outlet(queue: string, options: OutletOptions): QueueOutlet;
}
