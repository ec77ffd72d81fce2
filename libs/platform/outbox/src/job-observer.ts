import type { RefusedClaim } from './outbox-rows.ts';

/** What became of one queue entry. Ids and codes only. */
export type EntryOutcome =
  /** Nothing was claimed and nothing ran. `unknown` means that the entry named a row which that branch does not have. */
  | {
      readonly outcome: 'refused';
      readonly reason: RefusedClaim | 'malformed';
      readonly branchId?: string;
      readonly outboxId?: string;
    }
  | {
      /** `lost`: another worker took over while this one ran. */
      readonly outcome: 'done' | 'retried' | 'failed' | 'lost';
      readonly job: string;
      readonly branchId: string;
      readonly outboxId: string;
      readonly fence: number;
      readonly attempt: number;
      readonly code?: string;
    };

export type JobObserver = (outcome: EntryOutcome) => void;
