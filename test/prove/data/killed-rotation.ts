import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';
import type { RotationOrder } from './rotation-process.ts';
import { SealedHouse } from './sealed-house.ts';

const PROGRAM = fileURLToPath(new URL('rotation-process.js', import.meta.url));
const FAMILIES = 5;
/** About as many steps as a whole exchange of one branch has. */
const STEPS = 90;

/** 32: an exchange of keys that is killed at any point leaves every value readable, and the next run takes it up. */
export const killedRotation: PromiseProof = {
  id: '32-key-rotation',
  ciSize: 20,
  sabotageSize: 6,
  run: ({ n }) => killAndLook(n, {}),
  sabotages: [
    { name: 'a column is forgotten', run: ({ n }) => killAndLook(n, { forgotten: ['guardians'] }) },
    { name: 'file names are forgotten', run: ({ n }) => killAndLook(n, { forgotten: ['files'] }) },
    { name: 'old keys are destroyed first', run: ({ n }) => killAndLook(n, { destroyFirst: true }) },
  ],
};

async function killAndLook(
  n: number,
  { forgotten = [], destroyFirst = false }: { forgotten?: readonly string[]; destroyFirst?: boolean },
): Promise<Verdict> {
  const house = await SealedHouse.build(FAMILIES);
  const random = randomFrom(32);
  let [violations, kills, finished] = [await house.countUnreadable(), 0, 0];
  try {
    while (kills < n) {
      // The branches' keys alone, then the families' too, in turn.
      const families = finished % 2 === 0;
      const killBefore = 1 + Math.floor(random() * STEPS);
      const ended = await run(house, { families, killBefore, forgotten });
      if (ended === 'killed') kills += 1;
      else finished += 1;
      if (destroyFirst) {
        await house.branches.database.asAdmin(
          `UPDATE vault_keys SET wrapped = '', destroyed_at = now() WHERE destroyed_at IS NULL AND rotation_id IS NULL`,
        );
      }
      violations += await house.countUnreadable();
      if (violations > 0) return { n: kills, violations, details: { finished, values: house.boxes.length } };
    }
    await run(house, { families: true, killBefore: 0, forgotten });
    violations += await house.countUnreadable();
    const left = await house.branches.database.asAdmin<{ n: number }>(
      `SELECT count(*)::int AS n FROM vault_keys k WHERE destroyed_at IS NULL AND EXISTS (SELECT FROM vault_keys n
         WHERE n.branch_id = k.branch_id AND n.family_id IS NOT DISTINCT FROM k.family_id AND n.generation > k.generation)`,
    );
    violations += left[0]?.n ?? 1;
    return { n: kills, violations, details: { finished: finished + 1, values: house.boxes.length } };
  } finally {
    await house.close();
  }
}

/** Resolves to how the process ended. @throws Error when it failed by itself. */
function run(
  house: SealedHouse,
  order: Pick<RotationOrder, 'families' | 'killBefore' | 'forgotten'>,
): Promise<'killed' | 'finished'> {
  const whole: RotationOrder = {
    ...order,
    adminUrl: house.branches.database.adminUrl,
    master: house.master.toString('base64'),
    filesFolder: join(house.folder, 'files'),
    branchIds: house.branches.ids,
  };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(whole)], { stdio: ['ignore', 'ignore', 'pipe'] });
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
