import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { fingerprintOf } from '#config';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';
import { KnownPeople } from './known-people.ts';
import type { MasterExchangeOrder } from './master-exchange-process.ts';
import { SealedHouse } from './sealed-house.ts';

const PROGRAM = fileURLToPath(new URL('master-exchange-process.js', import.meta.url));
const FAMILIES = 3;
/** Two branch keys, two keys of the system, the fingerprint, two logins, and before, between and after. */
const STEPS = 9;

/**
 * 32: an exchange of the master key that is killed at any point leaves the data under one of the two keys, which alone
 * opens every value and finds every person, and the next run takes it up.
 */
export const killedMasterExchange: PromiseProof = {
  id: '32-master-key-exchange',
  ciSize: 20,
  sabotageSize: 12,
  run: ({ n }) => killAndLook(n, []),
  sabotages: [
    { name: 'keys are wrapped anew one by one', run: ({ n }) => killAndLook(n, ['BEGIN', 'COMMIT']) },
    { name: 'the keys of the system are forgotten', run: ({ n }) => killAndLook(n, ['UPDATE platform_keys']) },
    { name: 'the keys of the branches are forgotten', run: ({ n }) => killAndLook(n, ['UPDATE vault_keys']) },
    { name: 'the fingerprint is forgotten', run: ({ n }) => killAndLook(n, ['UPDATE master_key']) },
  ],
};

async function killAndLook(n: number, forgotten: readonly string[]): Promise<Verdict> {
  const house = await SealedHouse.build(FAMILIES);
  const people = await KnownPeople.in(house);
  const random = randomFrom(19);
  let [from, to] = [house.master, randomBytes(32)];
  let [violations, kills, finished] = [await people.countLost(from), 0, 0];
  try {
    while (kills < n && violations === 0) {
      const killBefore = 1 + Math.floor(random() * (STEPS + 1));
      const ended = await run({ ...orderOf(house, from, to), killBefore, forgotten });
      if (ended === 'killed') kills += 1;
      else finished += 1;
      const inForce = await keyInForce(house, from, to);
      violations += ended === 'finished' && inForce !== to ? 1 : 0;
      violations += inForce === null ? 1 : await lost(house, people, inForce, inForce === from ? to : from);
      // Killed after the commit: the next run finds nothing to do, and the one after it goes on from there.
      if (inForce === to && ended === 'finished') [from, to] = [to, randomBytes(32)];
    }
    return { n: kills, violations, details: { finished, values: house.boxes.length, people: people.count } };
  } finally {
    await house.close();
  }
}

/** With the key in force nothing is lost; with the other one the program does not start at all. */
async function lost(house: SealedHouse, people: KnownPeople, inForce: Buffer, other: Buffer): Promise<number> {
  const refused = await house.vault(other).then(
    () => false,
    (error: unknown) => error instanceof Error && error.message.includes(fingerprintOf(inForce)),
  );
  try {
    return (refused ? 0 : 1) + (await house.countUnreadable(inForce)) + (await people.countLost(inForce));
  } catch {
    return 1; // The program did not start, or a whole branch is unreadable.
  }
}

async function keyInForce(house: SealedHouse, from: Buffer, to: Buffer): Promise<Buffer | null> {
  const [row] = await house.branches.database.asAdmin<{ fingerprint: string }>('SELECT fingerprint FROM master_key');
  return [from, to].find((key) => fingerprintOf(key) === row?.fingerprint) ?? null;
}

function orderOf(house: SealedHouse, from: Buffer, to: Buffer) {
  return {
    adminUrl: house.branches.database.adminUrl,
    from: from.toString('base64'),
    to: to.toString('base64'),
  };
}

/** Resolves to how the process ended. @throws Error when it failed by itself. */
function run(order: MasterExchangeOrder): Promise<'killed' | 'finished'> {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('finished');
      else reject(new Error(`The exchange failed: ${said.slice(-1000)}`));
    });
  });
}
