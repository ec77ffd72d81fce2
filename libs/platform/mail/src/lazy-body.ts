import type { DeliveryEnd } from './classify-delivery.ts';
import type { DeliveryProgress } from './delivery-progress.ts';

/** The message as bytes, or as something that gives them once, from the beginning; `size` in octets lets the server decide early. */
export type MessageSource = Buffer | { readonly size?: number; open(): AsyncIterable<Uint8Array> };

const BLOCK = 64 * 1024;

export interface LazyBody {
  /** Not a line of this runs before the client, told to go on, asks for the first block. */
  chunks(): AsyncGenerator<Uint8Array, void>;
  /** Whether the client has asked for the body: the server then reads everything as body, a QUIT too. */
  asked(): boolean;
  /** From now on not one more octet is given out. */
  shut(): void;
  /** Why we ourselves gave up, if we did. */
  fault(): Pick<DeliveryEnd, 'reason' | 'cause'>;
  /** Resolves when `beforeBody`, if it was begun, has come to its end. */
  settled(): Promise<void>;
}

/** The body whose reading tells how far the conversation has come: unread, it cannot have been sent. */
export function lazyBody(
  source: { readonly message: MessageSource; readonly beforeBody: () => Promise<void> },
  progress: DeliveryProgress,
  lastResponse: () => string,
): LazyBody {
  let open = true;
  let asked = false;
  let fault: Pick<DeliveryEnd, 'reason' | 'cause'> = {};
  let committed: Promise<void> | undefined;

  const giveUp = (reason: NonNullable<DeliveryEnd['reason']>, cause?: unknown): Error => {
    fault = { reason, ...(cause === undefined ? {} : { cause }) };
    return new Error(reason);
  };

  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    asked = true;
    // The client goes on at any 2xx or 3xx. Anything but 354 means that replies and commands are out of step.
    if (!lastResponse().startsWith('354')) throw giveUp('protocol-violated');
    try {
      committed = source.beforeBody();
      await committed;
    } catch (error) {
      throw giveUp('before-body-failed', error);
    }
    if (!open) return;
    progress.bodyAt('body');
    try {
      for await (const block of blocksOf(source.message)) {
        yield block;
        progress.bodyAt('body');
      }
    } catch (error) {
      throw giveUp('source-failed', error);
    }
    progress.bodyAt('final');
  }

  return {
    chunks,
    asked: () => asked,
    shut: () => {
      open = false;
    },
    fault: () => fault,
    settled: async () => {
      await Promise.allSettled([committed]);
    },
  };
}

async function* blocksOf(message: MessageSource): AsyncGenerator<Uint8Array, void> {
  if (!Buffer.isBuffer(message)) {
    yield* message.open();
    return;
  }
  for (let at = 0; at < message.length; at += BLOCK) yield message.subarray(at, at + BLOCK);
}
