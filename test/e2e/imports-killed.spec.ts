import { runKilledImport } from '../support/killed-import.ts';

test.each(['families', 'schools'] as const)(
  'a worker that is killed in the middle of %s leaves every line accounted for once',
  async (kind) => {
    const { violations, tally } = await runKilledImport({ kind, rows: 2_000, kills: 1 });
    expect(violations).toEqual([]);
    expect(tally).toEqual({ created: 2_000 });
  },
  180_000,
);
