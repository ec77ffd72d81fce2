import type { INestApplicationContext, Provider } from '@nestjs/common';
import { ConsoleLogger, Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DatabaseModule, freePort } from '#database';
import { newId } from '#kernel';
import { defineJob, HandlesJob, type JobDefinition, type JobHandler, Outbox, OutboxModule } from '#outbox';
import { prepareQueues } from '../support/outbox-queues.ts';
import { redisMissing, startRedisServer } from '../support/redis-server.ts';
import { type Branches, createBranches } from '../support/test-branches.ts';

const first = defineJob({ name: 'start.first', payload: z.object({ rowId: z.string() }) });
const second = defineJob({ name: 'start.second', payload: z.object({}) });

@Injectable()
@HandlesJob(first)
class FirstHandler implements JobHandler<typeof first> {
  run(): Promise<void> {
    return Promise.resolve();
  }
}

@Injectable()
@HandlesJob(first)
class OtherFirstHandler extends FirstHandler {}

let branches: Branches;
const opened: INestApplicationContext[] = [];

beforeAll(async () => {
  branches = await createBranches(1);
});

afterAll(async () => {
  await branches.close();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((module) => module.close()));
});

async function start(definitions: JobDefinition[], providers: Provider[], redisUrl?: string): Promise<void> {
  const { appUrl, relayUrl } = branches.database;
  const module = await Test.createTestingModule({
    imports: [
      DatabaseModule.connect({ url: appUrl, pool: 2, entities: [] }),
      OutboxModule.forWorker({ relayUrl, redisUrl, definitions }),
    ],
    providers,
  })
    .setLogger(new ConsoleLogger({ logLevels: [] }))
    .compile();
  try {
    await module.init();
  } catch (error) {
    // Nest would start the module once more before it closed it.
    await module.get(DataSource).destroy();
    throw error;
  }
  opened.push(module);
}

describe('a worker refuses to start', () => {
  test('before the queue tables are there', async () => {
    await expect(start([first], [FirstHandler])).rejects.toThrow('run `otzyv migrate` first');
    await prepareQueues(branches.database);
    await start([first], [FirstHandler]);
  });

  test('when a job has no handler, two handlers, or is not in the list', async () => {
    await expect(start([first, second], [FirstHandler])).rejects.toThrow(
      'The worker cannot start: start.second has no handler.',
    );
    await expect(start([first], [FirstHandler, OtherFirstHandler])).rejects.toThrow(
      'The worker cannot start: start.first has 2 handlers (FirstHandler, OtherFirstHandler).',
    );
    await expect(start([], [FirstHandler])).rejects.toThrow(
      'The worker cannot start: FirstHandler handles start.first, which is not in the list of definitions.',
    );
    const again = defineJob({ name: 'start.first', payload: z.object({}) });
    await expect(start([first, again], [FirstHandler])).rejects.toThrow('start.first is defined twice');
  });

  test('when Redis does not answer', async () => {
    const nobody = `redis://127.0.0.1:${await freePort()}`;
    await expect(start([first], [FirstHandler], nobody)).rejects.toThrow('Redis (REDIS_URL) does not answer');
  });

  const missing = redisMissing();
  const onRedis = missing === undefined ? describe : describe.skip;
  onRedis(missing ?? 'on a given Redis', () => {
    test('when it may drop entries; and it stops in time when Redis is gone', async () => {
      const server = await startRedisServer();
      try {
        await server.command('CONFIG SET maxmemory-policy allkeys-lru');
        await expect(start([first], [FirstHandler], server.url)).rejects.toThrow(
          'set maxmemory-policy to noeviction (it is allkeys-lru)',
        );
        await server.command('CONFIG SET maxmemory-policy noeviction');
        await start([first], [FirstHandler], server.url);
        await server.kill();
        await Promise.all(opened.splice(0).map((module) => module.close()));
      } finally {
        await server.stop();
      }
    });
  });
});

describe('the outbox table', () => {
  const enqueue = (payload: { rowId: string }) => {
    const outbox = new Outbox(branches.db);
    return branches.enter(branches.ids[0], () => branches.db.transaction(() => outbox.enqueue(first, payload)));
  };

  test('takes ids and refuses text and payloads of another shape', async () => {
    await expect(enqueue({ rowId: newId() })).resolves.toMatch(/^[0-9a-f-]{36}$/);
    for (const text of ['Иванова', 'ivanova@example.test', 'two words']) {
      await expect(enqueue({ rowId: text })).rejects.toThrow('The payload of start.first carries text at "/rowId"');
    }
    await expect(enqueue({} as { rowId: string })).rejects.toThrow(z.ZodError);
  });

  test('lets the application change no row, choose no fence and claim nothing', async () => {
    const id = await enqueue({ rowId: newId() });
    const attempts = [
      `UPDATE outbox SET status = 'done'`,
      `DELETE FROM outbox`,
      `INSERT INTO outbox (id, job, payload, fence) VALUES (gen_random_uuid(), 'start.first', '{}', 7)`,
      `SELECT outbox_claim('${branches.ids[0] ?? ''}', '${id}', 1000)`,
      `SELECT outbox_due('start', 10, interval '0')`,
    ];
    for (const sql of attempts) {
      const attempt = branches.enter(branches.ids[0], () => branches.db.transaction((tx) => tx.query(sql)));
      await expect(attempt).rejects.toThrow('permission denied');
    }
    const entering = branches.db.outsideTenants((tx) =>
      tx.query('SELECT enter_branch_for_job($1, $2, 0)', [branches.ids[0], id]),
    );
    await expect(entering).rejects.toMatchObject({ code: 'not-found' });
  });

  test('keeps a sentence out of last_error', async () => {
    const write = branches.database.asAdmin(`UPDATE outbox SET last_error = 'Иванова не найдена'`);
    await expect(write).rejects.toThrow('outbox_last_error_check');
  });
});
