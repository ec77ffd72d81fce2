import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DatabaseModule } from '#database';
import { type EntryOutcome, Outbox, OutboxModule } from '#outbox';
import { prepareQueues, queueServers, type TestQueues } from '../support/outbox-queues.ts';
import { PROOF_TABLE, proofJob, RunProofHandler } from '../support/proof-job.ts';
import { type Branches, createBranches } from '../support/test-branches.ts';

interface Row {
  status: string;
  attempts: number;
  fence: string;
  last_error: string | null;
}

for (const server of queueServers) {
  // A server that cannot be had is counted as skipped, with its reason in the name; in CI it is a failure.
  const suite = server.missing === undefined ? describe : describe.skip;
  suite(server.missing === undefined ? `on ${server.name}` : `on ${server.name}: ${server.missing}`, () => {
    let branches: Branches;
    let queues: TestQueues;
    let outbox: Outbox;
    let workers: INestApplicationContext[] = [];
    let outcomes: EntryOutcome[] = [];
    let complaints: string[] = [];
    const kazan = () => branches.ids[0] ?? '';
    const omsk = () => branches.ids[1] ?? '';

    beforeAll(async () => {
      branches = await createBranches(2);
      await prepareQueues(branches.database);
      await branches.database.asAdmin(PROOF_TABLE);
      queues = await server.open(branches.database);
      outbox = new Outbox(branches.db);
    });

    afterAll(async () => {
      await branches.close();
      await queues.close();
    });

    afterEach(async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      workers = [];
      outcomes = [];
      // What BullMQ itself stumbles over (a right it lacks, say) shows nowhere else: the jobs run all the same.
      const faults = complaints.filter((line) => line.startsWith('Queue '));
      complaints = [];
      await branches.database.asAdmin('TRUNCATE outbox, proof_runs');
      await branches.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`);
      await queues.wipe();
      expect(faults).toEqual([]);
    });

    async function startWorker(options: { announceAgainMs?: number; concurrency?: number } = {}): Promise<void> {
      const { appUrl, relayUrl } = branches.database;
      const logger = new ConsoleLogger({ logLevels: ['warn', 'error'] });
      logger.warn = (line: string) => complaints.push(line);
      logger.error = (line: string) => complaints.push(line);
      const module = await Test.createTestingModule({
        imports: [
          DatabaseModule.connect({ url: appUrl, pool: 5, entities: [] }),
          OutboxModule.forWorker({
            ...{ relayUrl, redisUrl: queues.redisUrl, definitions: [proofJob], pollMs: 50, ...options },
            observe: (outcome) => outcomes.push(outcome),
          }),
        ],
        providers: [RunProofHandler],
      })
        .setLogger(logger)
        .compile();
      await module.init();
      workers.push(module);
    }

    type Behaviour = 'well' | 'slow' | 'long' | 'fail' | 'defer-once' | 'give-up' | 'finish-inside';
    const enqueue = (behave: Behaviour, options: { notBefore?: Date; dedupeKey?: string } = {}, branch = kazan()) =>
      branches.enter(branch, () =>
        branches.db.transaction(() => outbox.enqueue(proofJob, { behave, number: 1 }, options)),
      );

    const enqueueMany = (behave: Behaviour, count: number, branch = kazan()) =>
      branches.enter(branch, () =>
        branches.db.transaction(async () => {
          for (let number = 0; number < count; number += 1) await outbox.enqueue(proofJob, { behave, number });
        }),
      );

    const runs = (id?: string) =>
      branches.database.asAdmin<{ branch_id: string; outbox_id: string; fence: string; attempt: number; at: Date }>(
        'SELECT * FROM proof_runs WHERE outbox_id = coalesce($1, outbox_id) ORDER BY at',
        [id ?? null],
      );

    async function rowOf(id: string): Promise<Row> {
      const [row] = await branches.database.asAdmin<Row>('SELECT * FROM outbox WHERE id = $1', [id]);
      if (row === undefined) throw new Error('The row is gone.');
      return row;
    }

    async function until(reached: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
      const deadline = Date.now() + withinMs;
      while (!(await reached())) {
        if (Date.now() > deadline) throw new Error('The awaited state was not reached in time.');
        await sleep(20);
      }
    }

    const ended = (id: string, status: string) => until(async () => (await rowOf(id)).status === status);
    const allDone = () =>
      until(async () => {
        const open = await branches.database.asAdmin(`SELECT 1 FROM outbox WHERE status <> 'done' LIMIT 1`);
        return open.length === 0;
      }, 25_000);

    test('a row that was rolled back never runs, a committed one runs once in its branch', async () => {
      await startWorker();
      await expect(outbox.enqueue(proofJob, { behave: 'well', number: 1 })).rejects.toThrow('No open transaction');
      let lost = '';
      const rolledBack = branches.enter(kazan(), () =>
        branches.db.transaction(async () => {
          lost = await outbox.enqueue(proofJob, { behave: 'well', number: 1 });
          throw new Error('changed my mind');
        }),
      );
      await expect(rolledBack).rejects.toThrow('changed my mind');
      const kept = await enqueue('well', {}, omsk());
      await ended(kept, 'done');
      await sleep(200);
      expect(await runs(lost)).toHaveLength(0);
      expect(await runs(kept)).toMatchObject([{ branch_id: omsk(), fence: '1', attempt: 1 }]);
    });

    test('an error is retried after growing pauses and fails after the last attempt, without its message', async () => {
      await startWorker();
      const id = await enqueue('fail');
      await ended(id, 'failed');
      const [first, second, third, ...more] = (await runs(id)).map((run) => run.at.getTime());
      expect(more).toHaveLength(0);
      const pauses = [(second ?? 0) - (first ?? 0), (third ?? 0) - (second ?? 0)];
      expect(pauses[0]).toBeGreaterThanOrEqual(150);
      expect(pauses[1]).toBeGreaterThanOrEqual(450);
      expect(await rowOf(id)).toMatchObject({ attempts: 3, fence: '3', last_error: 'WorkRefused' });
      expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['retried', 'retried', 'failed']);
    });

    test('a handler may ask to be run later, give up, or finish in its own transaction', async () => {
      await startWorker();
      const [later, hopeless, inside] = [
        await enqueue('defer-once'),
        await enqueue('give-up'),
        await enqueue('finish-inside'),
      ];
      await ended(later, 'done');
      await ended(hopeless, 'failed');
      await ended(inside, 'done');
      const [first, second] = await runs(later);
      expect((second?.at.getTime() ?? 0) - (first?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(300);
      expect(await rowOf(later)).toMatchObject({ attempts: 2, deferrals: 1, last_error: 'proof.not-yet' });
      expect(await runs(hopeless)).toHaveLength(1);
      expect(await rowOf(hopeless)).toMatchObject({ attempts: 1, last_error: 'proof.hopeless' });
      expect(await runs(inside)).toHaveLength(1);
    });

    test("a row waits for its moment by the database's clock", async () => {
      await startWorker();
      const id = await enqueue('well', { notBefore: new Date(Date.now() + 3_600_000) });
      await sleep(400);
      expect(await rowOf(id)).toMatchObject({ status: 'waiting', attempts: 0 });
      await branches.database.asAdmin(`UPDATE clock_shift SET shift = interval '61 minutes'`);
      await ended(id, 'done');
      expect(await runs(id)).toHaveLength(1);
    });

    test('the same dedupe key in a branch is one row, in another branch its own', async () => {
      const first = await enqueue('well', { dedupeKey: 'once' });
      expect(await enqueue('well', { dedupeKey: 'once' })).toBe(first);
      expect(await enqueue('well', { dedupeKey: 'once' }, omsk())).not.toBe(first);
      await startWorker();
      await allDone();
      expect(await runs()).toHaveLength(2);
      expect(await enqueue('well', { dedupeKey: 'once' })).toBe(first);
    });

    test('a claim whose worker froze is taken over, and the old fence can do nothing more', async () => {
      const id = await enqueue('well');
      const frozen = new Client({ connectionString: branches.database.relayUrl });
      frozen.on('error', () => undefined);
      await frozen.connect();
      const ask = async (sql: string): Promise<unknown> =>
        Object.values((await frozen.query<Record<string, unknown>>(sql, [kazan(), id])).rows[0] ?? {})[0];
      expect(await ask('SELECT verdict FROM outbox_claim($1, $2, 500)')).toBe('claimed');
      const entered = { branchId: kazan(), entry: { kind: 'job', outboxId: id, fence: 1 } } as const;

      // While the old worker has a transaction open nobody takes over, however long ago its lease ran out.
      await branches.scope.run(entered, () =>
        branches.db.transaction(async () => {
          await sleep(600);
          expect(await ask('SELECT verdict FROM outbox_claim($1, $2, 500)')).toBe('held');
        }),
      );
      expect(await ask('SELECT fence FROM outbox_claim($1, $2, 500)')).toBe('2');
      expect(await ask('SELECT outbox_extend($1, $2, 1, 9999)')).toBe(false);
      expect(await ask('SELECT outbox_finish($1, $2, 1)')).toBe(false);
      expect(await ask(`SELECT outbox_retry($1, $2, 1, NULL, 0, 'x', false)`)).toBe(false);
      expect(await ask(`SELECT outbox_fail($1, $2, 1, 'x')`)).toBe(false);
      const late = branches.scope.run(entered, () => branches.db.transaction((tx) => tx.query('SELECT 1')));
      await expect(late).rejects.toMatchObject({ code: 'not-found' });
      expect(await rowOf(id)).toMatchObject({ status: 'running', fence: '2', last_error: null });

      await startWorker();
      await ended(id, 'done');
      expect(await runs(id)).toMatchObject([{ fence: '3', attempt: 3 }]);
      await frozen.end();
    });

    test('a long job keeps its lease, and a worker that stops waits for it', async () => {
      await startWorker({ announceAgainMs: 500 });
      const id = await enqueue('long');
      await until(async () => (await rowOf(id)).status === 'running');
      await startWorker({ announceAgainMs: 500 });
      await workers.shift()?.close();
      expect(await rowOf(id)).toMatchObject({ status: 'done', fence: '1', attempts: 1 });
      expect(await runs(id)).toHaveLength(1);
    });

    test('a wiped queue loses no job', async () => {
      await startWorker({ announceAgainMs: 500, concurrency: 2 });
      await enqueueMany('slow', 150);
      await until(async () => (await runs()).length > 20);
      await queues.wipe();
      await allDone();
      const all = await runs();
      complaints = [];
      expect(all).toHaveLength(150);
      expect(new Set(all.map((run) => run.outbox_id)).size).toBe(150);
    });

    test('an entry that names another branch, or is no entry, runs nothing and says so', async () => {
      const id = await enqueue('well', { notBefore: new Date(Date.now() + 3_600_000) });
      await startWorker();
      await queues.forge('proof', proofJob.name, { branchId: omsk(), outboxId: id });
      await until(() => Promise.resolve(outcomes.length === 1));
      await queues.forge('proof', proofJob.name, { branchId: kazan(), outboxId: id });
      await until(() => Promise.resolve(outcomes.length === 2));
      await queues.forge('proof', proofJob.name, { branchId: "'; DROP TABLE outbox", behave: 'well' });
      await until(() => Promise.resolve(outcomes.length === 3));
      expect(outcomes).toEqual([
        { outcome: 'refused', reason: 'unknown', branchId: omsk(), outboxId: id },
        { outcome: 'refused', reason: 'early', branchId: kazan(), outboxId: id },
        { outcome: 'refused', reason: 'malformed' },
      ]);
      expect(await runs()).toHaveLength(0);
      expect(await rowOf(id)).toMatchObject({ status: 'waiting', fence: '0' });
    });

    test('lost connections are made anew', async () => {
      await startWorker({ announceAgainMs: 500 });
      await ended(await enqueue('well'), 'done');
      await queues.interrupt();
      await enqueueMany('well', 20);
      await allDone();
      expect(await runs()).toHaveLength(21);
      complaints = [];
    });

    test('500 jobs of two branches run exactly once on four workers', async () => {
      for (let count = 0; count < 4; count += 1) await startWorker();
      await Promise.all([enqueueMany('well', 250), enqueueMany('well', 250, omsk())]);
      await allDone();
      const all = await runs();
      expect(all).toHaveLength(500);
      expect(new Set(all.map((run) => `${run.branch_id} ${run.outbox_id}`)).size).toBe(500);
      expect(all.filter((run) => run.branch_id === kazan())).toHaveLength(250);
    });
  });
}
