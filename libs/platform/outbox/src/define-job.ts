import { z } from 'zod';

/** How an error is repeated: `attempts` in all, waiting firstDelayMs * factor^(n-1), at most maxDelayMs. */
export interface RetrySchedule {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
}

export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  /** `correspondence.deliver-message`; the first part names the queue. */
  readonly name: string;
  readonly queue: string;
  readonly payload: Payload;
  readonly retry: RetrySchedule;
  /** How long a worker may be silent before another one takes the job over. A living one extends it by itself. */
  readonly leaseMs: number;
}

export type PayloadOf<Definition extends JobDefinition> = z.infer<Definition['payload']>;

// BullMQ keeps `:` for itself in queue names and job ids.
const NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;
const DEFAULT_RETRY: RetrySchedule = { attempts: 10, firstDelayMs: 5_000, factor: 2, maxDelayMs: 3_600_000 };
const DEFAULT_LEASE_MS = 60_000;

/**
 * Declares a job apart from its handler: earlier features enqueue what later ones handle.
 * @param spec.payload a zod object of ids, codes and numbers; `Outbox.enqueue` refuses anything that reads like text.
 * @throws Error when the name is not two or more dotted kebab-case parts.
 */
export function defineJob<Payload extends z.ZodObject>(spec: {
  readonly name: string;
  readonly payload: Payload;
  readonly retry?: Partial<RetrySchedule>;
  readonly leaseMs?: number;
}): JobDefinition<Payload> {
  if (!NAME.test(spec.name) || spec.name.length > 100) {
    throw new Error(`"${spec.name}" is no job name; it should read like "correspondence.deliver-message".`);
  }
  return Object.freeze({
    name: spec.name,
    queue: spec.name.slice(0, spec.name.indexOf('.')),
    payload: spec.payload,
    retry: { ...DEFAULT_RETRY, ...spec.retry },
    leaseMs: spec.leaseMs ?? DEFAULT_LEASE_MS,
  });
}

/** Milliseconds to wait after the `failures`-th error (1 is the first). */
export function delayAfter(failures: number, retry: RetrySchedule): number {
  return Math.round(Math.min(retry.maxDelayMs, retry.firstDelayMs * retry.factor ** Math.max(0, failures - 1)));
}
