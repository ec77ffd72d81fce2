import { parseArgs } from 'node:util';
import { startCluster } from '../support/database-cluster.ts';
import { groups } from './groups.ts';
import type { PromiseProof, ProofGroup } from './promise.ts';

/**
 * `npm run prove [-- group ...] [--n N] [--only id] [--sabotage]`: one JSON line per promise, exit 1 on any violation.
 * With `--sabotage` every mechanism is broken in turn, and exit 0 means that every sabotage was caught.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { n: { type: 'string' }, only: { type: 'string' }, sabotage: { type: 'boolean', default: false } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(groups);
  const unknown = names.filter((name) => groups[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`No such group: ${unknown.join(', ')}. Groups: ${Object.keys(groups).join(', ')}.`);
  // The same throw-away cluster that the tests use; a group clones databases from it.
  const cluster = process.env['OTZYV_TEST_CLUSTER'] === undefined ? await startCluster() : null;
  if (cluster !== null) process.env['OTZYV_TEST_CLUSTER'] = cluster.adminUrl;
  const tally = { passed: 0, failed: 0 };
  try {
    for (const name of names) {
      const group = await groups[name]?.();
      if (group === undefined) continue;
      for (const promise of group.promises.filter(
        ({ id }) => values.only === undefined || id.startsWith(values.only),
      )) {
        const size = values.n === undefined ? undefined : Number(values.n);
        await (values.sabotage ? sabotage(group, promise, tally, size) : prove(group, promise, tally, size));
      }
    }
  } finally {
    await cluster?.stop();
  }
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed, 0 skipped\n`);
  process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
}

async function prove(group: ProofGroup, promise: PromiseProof, tally: Tally, size = promise.ciSize): Promise<void> {
  const begun = performance.now();
  try {
    const verdict = await promise.run({ n: size });
    // A proof that tried nothing has proven nothing.
    const kept = verdict.violations === 0 && verdict.n > 0;
    count(tally, kept);
    print({ id: promise.id, group: group.name, ...verdict, seconds: secondsSince(begun) });
  } catch (error) {
    count(tally, false);
    print({
      id: promise.id,
      group: group.name,
      n: 0,
      violations: 1,
      error: textOf(error),
      seconds: secondsSince(begun),
    });
  }
}

async function sabotage(
  group: ProofGroup,
  promise: PromiseProof,
  tally: Tally,
  size = promise.sabotageSize,
): Promise<void> {
  for (const broken of promise.sabotages) {
    const begun = performance.now();
    try {
      const { n, violations } = await broken.run({ n: size });
      count(tally, violations > 0);
      print({ id: promise.id, group: group.name, sabotage: broken.name, n, violations, seconds: secondsSince(begun) });
    } catch (error) {
      count(tally, false);
      print({ id: promise.id, group: group.name, sabotage: broken.name, n: 0, violations: 0, error: textOf(error) });
    }
  }
}

interface Tally {
  passed: number;
  failed: number;
}

function count(tally: Tally, good: boolean): void {
  if (good) tally.passed += 1;
  else tally.failed += 1;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function secondsSince(begun: number): number {
  return Math.round((performance.now() - begun) / 100) / 10;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

await main();
