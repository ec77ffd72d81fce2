import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { startCluster } from '../support/database-cluster.ts';
import type { Figure } from './bench.ts';
import { benches } from './benches.ts';

/** Enough for the indexes of a million rows; the rest is left to the operating system's cache. */
const SETTINGS = { shared_buffers: '512MB', max_wal_size: '8GB', checkpoint_timeout: '30min', jit: 'off' };
const RESULTS = 'bench-results.json';

/**
 * `npm run bench [-- id ...] [--rows N] [--rounds N]`: one JSON line per figure, and all of them in bench-results.json.
 * Exit 1 when a figure misses its goal or a bench fails.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rows: { type: 'string' }, rounds: { type: 'string', default: '5' } },
  });
  const ids = positionals.length > 0 ? positionals : Object.keys(benches);
  const unknown = ids.filter((id) => benches[id] === undefined);
  if (unknown.length > 0)
    throw new Error(`No such bench: ${unknown.join(', ')}. Benches: ${Object.keys(benches).join(', ')}.`);
  const cluster = await startCluster(SETTINGS);
  process.env['OTZYV_TEST_CLUSTER'] = cluster.adminUrl;
  const figures: Figure[] = [];
  try {
    for (const id of ids) {
      const bench = await benches[id]?.();
      if (bench === undefined) continue;
      const rows = values.rows === undefined ? bench.rows : Number(values.rows);
      for (const figure of await bench.run({ rows, rounds: Number(values.rounds) })) {
        figures.push(figure);
        process.stdout.write(`${JSON.stringify(figure)}\n`);
      }
    }
  } finally {
    await cluster.stop();
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) };
  writeFileSync(
    RESULTS,
    `${JSON.stringify({ at: new Date().toISOString(), node: process.version, machine, figures }, null, 2)}\n`,
  );
  const missed = figures.filter(({ met }) => met === false).map(({ id }) => id);
  process.stdout.write(
    missed.length === 0 ? `${figures.length} figures, every goal met\n` : `missed: ${missed.join(', ')}\n`,
  );
  process.exit(missed.length === 0 ? 0 : 1);
}

await main();
