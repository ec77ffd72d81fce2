import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';

/**
 * On whose behalf a branch is entered: a member of it, a job that the branch's own outbox holds, or somebody of another
 * branch who was offered one family of it and accepts.
 */
export type Entry =
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'job'; readonly outboxId: string; readonly fence: number }
  /** Somebody who administers the association, for taking the export of a closed branch. */
  | { readonly kind: 'closed-branch'; readonly personId: string }
  | { readonly kind: 'hand-over'; readonly personId: string; readonly handOverId: string };

export interface Scope {
  readonly branchId: string;
  readonly entry: Entry;
}

/** Says whose data the code inside `run` works on. There is no default: outside of it a query throws. */
@Injectable()
export class TenantScope {
  private readonly storage = new AsyncLocalStorage<Scope>();

  run<T>(scope: Scope, work: () => T): T {
    return this.storage.run(scope, work);
  }

  /** @throws Error when no branch was entered: a programming mistake, never a user's. */
  current(): Scope {
    const scope = this.storage.getStore();
    if (scope === undefined) throw new Error('No tenant scope: wrap the call in TenantScope.run(...).');
    return scope;
  }
}
