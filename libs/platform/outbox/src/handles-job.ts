import type { JobDefinition, PayloadOf } from './define-job.ts';

/** What a handler holds while it runs. Every transaction it opens is checked against `fence`. */
export interface JobClaim {
  readonly branchId: string;
  readonly outboxId: string;
  /** Grows with every claim of the row; a worker that was replaced holds an old one and can no longer write. */
  readonly fence: number;
  /** 1 for the first run, deferrals and lost workers included. */
  readonly attempt: number;
  readonly job: string;
  /** Fires when another worker may have taken over: stop before the next irreversible step. */
  readonly signal: AbortSignal;
}

export interface JobHandler<Definition extends JobDefinition = JobDefinition> {
  run(payload: PayloadOf<Definition>, claim: JobClaim): Promise<void>;
}

const handled = new WeakMap<object, JobDefinition>();

/**
 * Makes a provider class the handler of one job. It runs inside the branch's TenantScope; it may run more than once
 * (after a crash, say), so it either is idempotent or ends its transaction with `Outbox.finish(claim)`.
 */
export function HandlesJob<Definition extends JobDefinition>(definition: Definition) {
  return (target: new (...parameters: never[]) => JobHandler<Definition>): void => {
    handled.set(target, definition);
  };
}

/** The definition that a provider class handles, if it handles any. */
export function jobHandledBy(target: object): JobDefinition | undefined {
  return handled.get(target);
}
