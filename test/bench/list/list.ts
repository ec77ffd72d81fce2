import type { Bench } from '../bench.ts';
import { against } from '../figure.ts';
import { httpLoad } from '../http-load.ts';
import { startLimitProgram } from '../limit-program.ts';
import { medianOfRounds } from '../rounds.ts';
import { serveApi } from '../../support/served-api.ts';
import { fillRequests } from './fill-requests.ts';

const CONNECTIONS = 10;
const ROUND_MS = 3_000;

/** 50 requests of the biggest branch, newest first, with sign-in, row-level security and contracts. */
export const list: Bench = {
  id: 'list',
  rows: 1_000_000,
  run: async ({ rows, rounds }) => {
    const { database, biggest } = await fillRequests(rows);
    const api = await serveApi({ pool: CONNECTIONS, arranged: { database, branches: [biggest] } });
    const program = new URL('./limit-server.js', import.meta.url);
    const limit = await startLimitProgram(program, { databaseUrl: database.adminUrl, pool: CONNECTIONS });
    try {
      const load = { connections: CONNECTIONS, ms: ROUND_MS };
      const ours = {
        port: api.port,
        method: 'GET',
        path: `/v1/branches/${biggest}/requests?limit=50`,
        token: api.token,
      };
      const least = { port: limit.port, method: 'GET', path: `/?branch=${biggest}&limit=50` };
      await httpLoad(ours, { ...load, ms: 1_000 });
      await httpLoad(least, { ...load, ms: 1_000 });
      const median = await medianOfRounds(rounds, {
        ours: async () => (await httpLoad(ours, load)).perSecond,
        limit: async () => (await httpLoad(least, load)).perSecond,
      });
      const stated = { id: 'list', unit: 'answers/s', details: { rows, connections: CONNECTIONS, page: 50 } };
      return [against(stated, median.ours, median.limit, { atLeast: 0.8 })];
    } finally {
      await limit.close();
      await api.close();
    }
  },
};
