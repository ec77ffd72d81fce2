import type { Bench } from '../bench.ts';
import { against } from '../figure.ts';
import { medianOfRounds } from '../rounds.ts';
import { fillRequests } from './fill-requests.ts';
import { givenCoordinator, Listing } from './listing.ts';

const CALLS = 300;

/** The same function, called with the same parameters, by the login that policies bind and by one they do not. */
export const rls: Bench = {
  id: 'rls',
  rows: 1_000_000,
  run: async ({ rows, rounds }) => {
    const { database, biggest } = await fillRequests(rows);
    const person = await givenCoordinator(database, [biggest]);
    const [bound, free] = [await Listing.open(database.appUrl, person), await Listing.open(database.adminUrl, person)];
    try {
      await bound.p50(biggest, {}, CALLS);
      await free.p50(biggest, {}, CALLS);
      const ms = await medianOfRounds(rounds, {
        ours: () => bound.p50(biggest, {}, CALLS),
        limit: () => free.p50(biggest, {}, CALLS),
      });
      const stated = { id: 'rls', unit: 'pages/s', details: { rows, msWith: ms.ours, msWithout: ms.limit } };
      return [against(stated, 1000 / ms.ours, 1000 / ms.limit, { atLeast: 0.95 })];
    } finally {
      await bound.close();
      await free.close();
      await database.drop();
    }
  },
};
