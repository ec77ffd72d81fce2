import type { Bench, Figure } from '../bench.ts';
import { alone, against } from '../figure.ts';
import { medianOfRounds } from '../rounds.ts';
import type { FilledBranches } from '../filled-branches.ts';
import { fillRequests } from './fill-requests.ts';
import { givenCoordinator, Listing, middleOf, type Page } from './listing.ts';

const CALLS = 200;
const GROWTH = 100;

interface Side {
  readonly filled: FilledBranches;
  readonly listing: Listing;
}

/** How a page slows down when the house is a hundred times larger: first, deep and filtered, biggest and median branch. */
export const growth: Bench = {
  id: 'growth',
  rows: 1_000_000,
  run: async ({ rows, rounds }) => {
    const sides = [await openSide(rows / GROWTH), await openSide(rows)] as const;
    try {
      const figures: Figure[] = [];
      for (const size of ['biggest', 'median'] as const) {
        for (const name of ['first', 'deep', 'filtered'] as const) {
          figures.push(...(await compare(sides, size, name, { rows, rounds })));
        }
      }
      return figures;
    } finally {
      for (const { filled, listing } of sides) {
        await listing.close();
        await filled.database.drop();
      }
    }
  },
};

async function openSide(rows: number): Promise<Side> {
  const filled = await fillRequests(rows);
  const person = await givenCoordinator(filled.database, [filled.biggest, filled.median]);
  return { filled, listing: await Listing.open(filled.database.appUrl, person) };
}

async function compare(
  [small, large]: readonly [Side, Side],
  size: 'biggest' | 'median',
  name: 'first' | 'deep' | 'filtered',
  { rows, rounds }: { rows: number; rounds: number },
): Promise<Figure[]> {
  const calls = await Promise.all(
    [small, large].map(async (side) => ({ side, branch: side.filled[size], page: await pageOf(side, size, name) })),
  );
  const [before, after] = calls;
  if (before === undefined || after === undefined) throw new Error('Two sides are compared.');
  const ms = await medianOfRounds(rounds, {
    ours: () => after.side.listing.p50(after.branch, after.page, CALLS),
    limit: () => before.side.listing.p50(before.branch, before.page, CALLS),
  });
  const buffers = await after.side.listing.buffers(after.branch, after.page);
  const id = `growth.${size}-${name}`;
  const details = { rows, against: rows / GROWTH };
  return [
    against({ id, unit: 'ms', details }, ms.ours, ms.limit, { atMost: 1.25 }),
    alone({ id: `${id}.buffers`, unit: 'buffers of a page' }, buffers, { atMost: 80 }),
  ];
}

async function pageOf({ filled }: Side, size: 'biggest' | 'median', name: string): Promise<Page> {
  const branch = filled[size];
  if (name === 'filtered') return { filters: { stage: ['received', 'answered'] } };
  if (name === 'first') return {};
  const rows = filled.sizes.find((one) => one.branch === branch)?.rows ?? 0;
  return middleOf(filled.database, branch, rows);
}
