import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SealedPlace } from './keyring.ts';

/** What of a new family is to be sealed under a key made for it, and what must be found again by blind index. */
export interface FamilyToSeal {
  readonly familyId: string;
  readonly boxes: readonly { readonly place: SealedPlace; readonly text: string }[];
  readonly indexes: readonly { readonly purpose: string; readonly value: string }[];
}

/** In the order in which boxes and indexes were given. */
export interface SealedFamily {
  readonly familyId: string;
  /** The family's new key under the key of the branch. */
  readonly wrapped: Buffer;
  readonly boxes: readonly Buffer[];
  readonly indexes: readonly Buffer[];
}

export interface SealingKeys {
  readonly branchId: string;
  readonly generation: number;
  readonly branchKey: Uint8Array;
  readonly indexKeys: Readonly<Record<string, Uint8Array>>;
}

interface Answer {
  readonly bytes: Uint8Array;
  readonly lengths: Uint32Array;
}

interface Thread {
  readonly worker: Worker;
  busy: Promise<unknown>;
}

/** Threads that seal many families at once, so that the caller's event loop goes on. Idle ones keep no process alive. */
export class SealingThreads {
  readonly #threads: Thread[] = [];
  readonly #size: number;

  constructor(size = Math.max(1, Math.min(4, availableParallelism()))) {
    this.#size = size;
  }

  /** In the order given. @throws Error when a thread has died. */
  async seal(families: readonly FamilyToSeal[], keys: SealingKeys): Promise<SealedFamily[]> {
    const share = Math.max(1, Math.ceil(families.length / this.#size));
    const shares = Array.from({ length: Math.ceil(families.length / share) }, (_, index) =>
      families.slice(index * share, (index + 1) * share),
    );
    const sealed = await Promise.all(shares.map((part, index) => this.#ask(index, part, keys)));
    return sealed.flat();
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  async #ask(index: number, families: readonly FamilyToSeal[], keys: SealingKeys): Promise<SealedFamily[]> {
    const thread = (this.#threads[index] ??= this.#hire(index));
    const answered = thread.busy.then(() => this.#exchange(thread.worker, families, keys));
    thread.busy = answered.catch(() => undefined);
    return cut(families, await answered);
  }

  async #exchange(worker: Worker, families: readonly FamilyToSeal[], keys: SealingKeys): Promise<Answer> {
    worker.ref();
    try {
      const over = new AbortController();
      const answer = once(worker, 'message', { signal: over.signal });
      const died = once(worker, 'exit', { signal: over.signal }).then(() => {
        throw new Error('A sealing thread has stopped.');
      });
      // One text crosses to the thread faster than thousands of small objects.
      worker.postMessage({ families: JSON.stringify(families), keys: unpooled(keys) });
      const [first] = (await Promise.race([answer, died]).finally(() => {
        died.catch(() => undefined);
        answer.catch(() => undefined);
        over.abort();
      })) as [Answer];
      return first;
    } finally {
      worker.unref();
    }
  }

  #hire(index: number): Thread {
    // The worker needs nothing of the environment, so it gets none of its secrets.
    const worker = new Worker(new URL('./seal.worker.mjs', import.meta.url), { env: {} });
    worker.unref();
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#threads[index]?.worker === worker) this.#threads.splice(index, 1);
    });
    return { worker, busy: Promise.resolve() };
  }
}

/** A buffer of Node's pool would take its neighbours along to the other thread. */
function unpooled({ branchKey, indexKeys, ...keys }: SealingKeys): SealingKeys {
  const copies = Object.entries(indexKeys).map(([purpose, key]) => [purpose, Uint8Array.from(key)] as const);
  return { ...keys, branchKey: Uint8Array.from(branchKey), indexKeys: Object.fromEntries(copies) };
}

function cut(families: readonly FamilyToSeal[], { bytes, lengths }: Answer): SealedFamily[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [at, part] = [0, 0];
  const next = () => {
    const end = at + (lengths[part++] ?? 0);
    const box = all.subarray(at, end);
    at = end;
    return box;
  };
  return families.map(({ familyId, boxes, indexes }) => ({
    familyId,
    wrapped: next(),
    boxes: boxes.map(next),
    indexes: indexes.map(next),
  }));
}
