import { Queue } from 'bullmq';
import { migrateQueues } from '#outbox';
import type { TestDatabase } from './test-database.ts';
import { type RedisServer, redisMissing, startRedisServer } from './redis-server.ts';

/** What the conformance tests do to a queue server behind the program's back. */
export interface TestQueues {
  readonly redisUrl: string | undefined;
  /** Loses every entry. */
  wipe(): Promise<void>;
  /** Puts an entry of the test's own making into a queue. */
  forge(queue: string, job: string, data: unknown): Promise<void>;
  /** Breaks every connection to the queues and to the outbox; returns when connecting is possible again. */
  interrupt(): Promise<void>;
  close(): Promise<void>;
}

export interface TestQueueServer {
  readonly name: string;
  readonly missing: string | undefined;
  open(database: TestDatabase): Promise<TestQueues>;
}

export const queueServers: readonly TestQueueServer[] = [
  { name: 'PostgreSQL', missing: undefined, open: (database) => Promise.resolve(onPostgres(database)) },
  { name: 'Redis', missing: redisMissing(), open: async (database) => onRedis(database, await startRedisServer()) },
];

/** Makes the queue tables in a test's own database. A clone does not inherit the right to create a schema. */
export async function prepareQueues(database: TestDatabase): Promise<void> {
  const name = new URL(database.adminUrl).pathname.slice(1);
  await database.asAdmin(`GRANT CREATE ON DATABASE ${name} TO otzyv_owner`);
  await migrateQueues(database.adminUrl);
}

function cutConnections(database: TestDatabase): Promise<unknown> {
  return database.asAdmin(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE usename = 'otzyv_relay' AND datname = current_database()`,
  );
}

function onPostgres(database: TestDatabase): TestQueues {
  return {
    redisUrl: undefined,
    wipe: async () => {
      await database.asAdmin('TRUNCATE queue.job, queue.event, queue.meta CASCADE');
    },
    forge: async (queue, job, data) => {
      const entry = {
        id: `forged-${Date.now()}`,
        name: job,
        data: JSON.stringify(data),
        opts: { removeOnComplete: true },
      };
      await database.asAdmin('SELECT queue.open_queue($1)', [queue]);
      await database.asAdmin('SELECT queue.add_jobs_bulk($1, $2)', [queue, JSON.stringify([entry])]);
    },
    interrupt: async () => {
      await cutConnections(database);
    },
    close: () => Promise.resolve(),
  };
}

function onRedis(database: TestDatabase, server: RedisServer): TestQueues {
  return {
    redisUrl: server.url,
    wipe: async () => {
      await server.command('FLUSHALL');
    },
    forge: async (queue, job, data) => {
      const inlet = new Queue(queue, { connection: { url: server.url }, prefix: 'otzyv' });
      await inlet.add(job, data, { jobId: `forged-${Date.now()}`, removeOnComplete: true });
      await inlet.close();
    },
    interrupt: async () => {
      await server.kill();
      await cutConnections(database);
      await server.start();
    },
    close: () => server.stop(),
  };
}
