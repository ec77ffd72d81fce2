import { createPostgresBackend, LATEST_SCHEMA_VERSION, Queue, Worker } from 'bullmq';
import { Client, DatabaseError } from 'pg';
import { ConfigurationError } from '#config';
import { inletOf, OUTLET_OPTIONS, outletOf } from './bullmq-ends.ts';
import { QUEUE_SCHEMA } from './migrate-queues.ts';
import type { QueueBackend } from './queue-ends.ts';

/** BullMQ's tables in the schema `queue` of the same database, under the relay login. */
export function postgresBackend(relayUrl: string): QueueBackend {
  const connection = (max: number) => ({
    connectionString: relayUrl,
    schema: QUEUE_SCHEMA,
    max,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    application_name: 'otzyv-queue',
    options: '-c statement_timeout=15000 -c timezone=UTC',
  });
  return {
    kind: 'postgres',
    verify: (queues) => verify(relayUrl, queues),
    inlet: (name, onError) => {
      const streams = { events: { maxLen: 1000 } };
      const queue = new Queue(name, { connection: connection(1), streams }, createPostgresBackend);
      queue.on('error', onError);
      return inletOf(queue);
    },
    outlet: (name, options) => {
      const { concurrency } = options;
      const workerOptions = { ...OUTLET_OPTIONS, concurrency, connection: connection(Math.min(concurrency, 4)) };
      return outletOf(options, (processor) => new Worker(name, processor, workerOptions, createPostgresBackend));
    },
  };
}

async function verify(relayUrl: string, queues: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: relayUrl, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      `SELECT coalesce(max(version), 0)::int AS version FROM ${QUEUE_SCHEMA}.migration`,
    );
    if ((rows[0]?.version ?? 0) < LATEST_SCHEMA_VERSION) throw outOfDate();
    for (const queue of queues) await client.query(`SELECT ${QUEUE_SCHEMA}.open_queue($1)`, [queue]);
  } catch (error) {
    // Undefined table, undefined schema or function, no right to it: never migrated, or by an older program.
    if (error instanceof DatabaseError && ['42P01', '3F000', '42883', '42501'].includes(error.code ?? '')) {
      throw outOfDate(error);
    }
    throw error;
  } finally {
    await client.end();
  }
}

function outOfDate(cause?: unknown): ConfigurationError {
  return new ConfigurationError('The queue tables are missing or older than this program: run `otzyv migrate` first.', {
    cause,
  });
}
