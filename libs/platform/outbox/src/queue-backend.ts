import { postgresBackend } from './postgres-backend.ts';
import type { QueueBackend } from './queue-ends.ts';
import { redisBackend } from './redis-backend.ts';

/** BullMQ on Redis when `redisUrl` is set, else on the PostgreSQL that is there anyway. */
export function queueBackend(config: {
  readonly relayUrl: string;
  readonly redisUrl?: string | undefined;
}): QueueBackend {
  return config.redisUrl === undefined ? postgresBackend(config.relayUrl) : redisBackend(config.redisUrl);
}
