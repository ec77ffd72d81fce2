import { performance } from 'node:perf_hooks';
import type { Bench } from '../bench.ts';
import { against, alone } from '../figure.ts';
import { medianOfRounds } from '../rounds.ts';
import { CaseHouse } from '../../support/case-house.ts';
import { ImportHouse } from '../../support/import-house.ts';
import { familiesFile } from '../../support/made-tables.ts';
import { cryptoAlone } from './crypto-alone.ts';

/**
 * Families a second from a CSV file, by upload, check and run over HTTP and a worker, with encryption, indexes, search
 * tokens, log and results by line; against the crypto of the same families alone, on one thread. Every round brings
 * people that no round before had.
 */
export const importBench: Bench = {
  id: 'import',
  rows: 5_000,
  run: async ({ rows, rounds }) => {
    const house = await CaseHouse.build();
    try {
      const imports = new ImportHouse(house);
      let made = 0;
      const checks: number[] = [];
      const { ours, limit } = await medianOfRounds(rounds, {
        ours: async () => {
          const file = familiesFile(rows, made);
          made += rows;
          const uploaded = performance.now();
          const { id, tally } = await imports.checked('families', file);
          checks.push(rows / ((performance.now() - uploaded) / 1_000));
          if (tally['ok'] !== rows) throw new Error(`The check says ${JSON.stringify(tally)}.`);
          const begun = performance.now();
          const done = await imports.run(id, 3_600);
          if (done.tally['created'] !== rows) throw new Error(`The run says ${JSON.stringify(done.tally)}.`);
          return rows / ((performance.now() - begun) / 1_000);
        },
        limit: () => Promise.resolve(cryptoAlone(rows)),
      });
      const details = { rows, rounds };
      return [
        against({ id: 'import', unit: 'families/s', details }, ours, limit, { atLeast: 0.6 }),
        alone({ id: 'import.check', unit: 'rows/s', details }, Math.max(...checks)),
      ];
    } finally {
      await house.close();
    }
  },
};
