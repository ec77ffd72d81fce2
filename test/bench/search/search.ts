import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '#config';
import { Database, TenantScope } from '#database';
import { FamilySearch } from '#families';
import { newId } from '#kernel';
import { storedNames, Vault } from '#vault';
import { createApi } from '../../../apps/api/src/create-api.ts';
import { mailRouteOf } from '../../../apps/mail-route.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import type { Bench } from '../bench.ts';
import { against, alone } from '../figure.ts';
import { medianOfRounds, quantile } from '../rounds.ts';
import { fillNames } from './fill-names.ts';
import { names } from './names.ts';

const PAGE = 11;
const TYPED = ['иванова', 'ивано мар', 'Соловьёва Алена', 'геннадиевна', 'куз', 'Белина Вера', 'сидорская анна', 'ко'];
const TIMES = 5;

/** The first page for what people type, in the biggest branch, against ILIKE over names in the clear; both under RLS and in one round trip. */
export const search: Bench = {
  id: 'search',
  rows: 1_000_000,
  run: async ({ rows, rounds }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-bench-'));
    let app: NestFastifyApplication | undefined;
    const inBranch = <T>(branchId: string, personId: string, work: () => Promise<T>): Promise<T> => {
      if (app === undefined) throw new Error('The program has not started.');
      return app.get(TenantScope).run({ branchId, entry: { kind: 'person', personId } }, work);
    };
    const { database, biggest, sizes } = await fillNames(rows, async (made, branch) => {
      app ??= await start(made, dataDir);
      const vault = app.get(Vault);
      return inBranch(branch, newId(), () =>
        Promise.resolve(names.all.map((name) => vault.searchTokens([...storedNames([name])]))),
      );
    });
    try {
      if (app === undefined) throw new Error('Nothing was filled.');
      const [db, families] = [app.get(Database), app.get(FamilySearch, { strict: false })];
      const personId = await givenCoordinator(database, biggest);
      const timed = async (find: (typed: string) => Promise<unknown>): Promise<number> => {
        const times: number[] = [];
        for (let time = 0; time < TIMES; time += 1) {
          for (const typed of TYPED) {
            const begun = performance.now();
            await inBranch(biggest, personId, () => find(typed));
            times.push(performance.now() - begun);
          }
        }
        return quantile(times, 0.5);
      };
      const ours = () => timed((typed) => families.findIds(typed, null, PAGE));
      const limit = () => timed((typed) => db.readInBranch(ILIKE, [typed.split(' ').map((word) => `%${word}%`), PAGE]));
      await ours();
      const median = await medianOfRounds(rounds, { ours, limit });
      const details = { rows, biggest: sizes[0]?.rows, msOfOurs: median.ours, msOfIlike: median.limit };
      return [
        alone({ id: 'search.p50', unit: 'ms', details }, median.ours, { atMost: 5 }),
        against({ id: 'search', unit: 'searches/s' }, 1000 / median.ours, 1000 / median.limit, { atLeast: 40 }),
      ];
    } finally {
      await app?.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

const ILIKE = 'SELECT id FROM bench_ilike($1, $2, $3, $4)';

async function start(database: TestDatabase, dataDir: string): Promise<NestFastifyApplication> {
  const config = loadConfig({
    ...{ OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', REDIS_URL: '', SMTP_URL: '', S3_URL: '' },
    ...{ DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '' },
  });
  const app = await createApi({ config, databaseUrl: database.appUrl, mailRoute: mailRouteOf(config) });
  return app.init();
}

async function givenCoordinator(database: TestDatabase, branch: string): Promise<string> {
  const id = newId();
  await database.asAdmin(
    `INSERT INTO people (id, email_sealed, email_index, name_sealed, password_hash) VALUES ($1, '', $2, '', '$argon2id$bench')`,
    [id, Buffer.from(id)],
  );
  await database.asAdmin(
    `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, 'coordinator')`,
    [branch, newId(), id],
  );
  return id;
}
