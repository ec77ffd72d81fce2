import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { ConfigurationError } from '#config';
import { inletOf, OUTLET_OPTIONS, outletOf } from './bullmq-ends.ts';
import type { QueueBackend } from './queue-ends.ts';

const PREFIX = 'otzyv';

/** BullMQ's keys under `otzyv:` on a Redis that never evicts. */
export function redisBackend(url: string): QueueBackend {
  const retryStrategy = (tries: number) => Math.min(10_000, 200 * 2 ** Math.min(tries, 10));
  return {
    kind: 'redis',
    verify: () => verify(url),
    inlet: (name, onError) => {
      // Fails at once while Redis is away: the rows stay due, so there is nothing to keep in memory.
      const connection = new Redis(url, { retryStrategy, enableOfflineQueue: false, maxRetriesPerRequest: 1 });
      connection.on('error', onError);
      const queue = new Queue(name, { connection, prefix: PREFIX, streams: { events: { maxLen: 1000 } } });
      queue.on('error', onError);
      return {
        ...inletOf(queue),
        // BullMQ leaves a connection that it was given open, and one of its own it would wait for while Redis is away.
        close: () => {
          connection.disconnect();
          return Promise.resolve();
        },
      };
    },
    outlet: (name, options) => {
      let ended = false;
      const connection = {
        url,
        retryStrategy: (tries: number) => (ended ? null : retryStrategy(tries)),
        maxRetriesPerRequest: null,
      };
      const { concurrency } = options;
      const outlet = outletOf(
        options,
        (processor) => new Worker(name, processor, { ...OUTLET_OPTIONS, concurrency, connection, prefix: PREFIX }),
      );
      return {
        close: async () => {
          await outlet.close();
          ended = true;
        },
      };
    },
  };
}

async function verify(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5000 });
  // The failure itself is thrown by connect(); without a listener ioredis prints it a second time.
  client.on('error', () => undefined);
  try {
    await client.connect().catch((cause: unknown) => {
      throw new ConfigurationError('Redis (REDIS_URL) does not answer; start it or unset REDIS_URL.', { cause });
    });
    const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info('memory'))?.[1];
    if (policy !== 'noeviction') {
      throw new ConfigurationError(
        `Redis (REDIS_URL) may drop queue entries: set maxmemory-policy to noeviction (it is ${policy ?? 'unknown'}).`,
      );
    }
  } finally {
    client.disconnect();
  }
}
