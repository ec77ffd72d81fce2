import { permissionsOf } from '#access';
import { attempt } from '../prove/isolation/attempt.ts';
import { problemCode } from '../prove/isolation/http-call.ts';
import { policy } from '../prove/isolation/policy.ts';
import { roles } from '../prove/isolation/relations.ts';
import { openWorld, type World } from '../prove/isolation/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Every route under a branch, with a person whose role has the permission. */
const ofBranches = Object.entries(policy).flatMap(([address, row]) => {
  const { needs } = row;
  if (!address.includes(' /v1/branches/:branch') || needs === 'nothing' || needs === 'a sign-in') return [];
  const role = roles.find((one) => permissionsOf(one).has(needs));
  return role === undefined ? [] : [{ address, row, role }];
});

test('a suspended branch refuses every route that writes, and every one that reads still answers', async () => {
  await world.api.database.asAdmin(`UPDATE branches SET status = 'suspended' WHERE id = $1`, [world.ids.own['branch']]);
  const before = await world.api.database.asAdmin('SELECT branch_id, last_number FROM audit_heads ORDER BY branch_id');
  const wrong: string[] = [];
  let writes = 0;
  for (const { address, row, role } of ofBranches) {
    const answer = await attempt(world, address, row, role, 'own');
    const refused = answer.status === 403 && problemCode(answer) === 'access.branch-suspended';
    if (address.startsWith('GET ')) {
      if (refused) wrong.push(`${address} cannot be read`);
    } else {
      writes += 1;
      if (!refused) wrong.push(`${address} answered ${answer.status} ${problemCode(answer)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(writes).toBeGreaterThan(40);
  // Signing in and reading of what is sensitive is logged; a change would stand under another name.
  const written = await world.api.database.asAdmin<{ action: string }>(
    `SELECT DISTINCT action FROM audit_entries e JOIN jsonb_to_recordset($1) h (branch_id uuid, last_number bigint)
       ON h.branch_id = e.branch_id AND e.number > h.last_number`,
    [JSON.stringify(before)],
  );
  const reads = /^sign-in\.|\.(read|list|open-content|export|download|view)/;
  expect(written.map(({ action }) => action).filter((action) => !reads.test(action))).toEqual([]);
});
