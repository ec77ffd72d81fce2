import { permissionsOf } from '#access';
import type { PromiseProof, Verdict } from '../promise.ts';
import { callFor } from './attempt.ts';
import { bodyOf, callOver } from './http-call.ts';
import { policy, type PolicyRow } from './policy.ts';
import type { Relation } from './relations.ts';
import { visibleRows } from './visible-rows.ts';
import { openWorld, type World } from './world.ts';

type Taken = 'assignment' | 'membership';

/** 18: after an assignment or a membership was taken away the very next request finds nothing, wherever it looks. */
export const revocation: PromiseProof = {
  id: '18-revocation',
  ciSize: 5,
  sabotageSize: 1,
  run: ({ n }) => revoke(n),
  sabotages: Object.entries({
    'ended assignments still count': `CREATE OR REPLACE VIEW my_assigned_families WITH (security_invoker = true) AS
      SELECT family_id FROM family_assignments
        WHERE branch_id = (SELECT current_branch()) AND person_id = (SELECT current_person())`,
    'letters and their files without a family policy':
      'DROP POLICY letters_family ON letters; DROP POLICY files_family ON files',
    'files without a family policy': 'DROP POLICY files_family ON files',
    'messages without a family policy': 'DROP POLICY messages_family ON messages',
    'search tokens without a family policy': 'DROP POLICY family_search_tokens_family ON family_search_tokens',
    'notes without a family policy': 'DROP POLICY family_notes_family ON family_notes',
    'everybody reaches the whole branch': `UPDATE roles SET reach = 'branch' WHERE code = 'volunteer'`,
  }).map(([name, sql]) => ({ name, run: ({ n }) => revoke(n, sql) })),
};

/** What the volunteer may call: about a family, and about nothing but the branch. */
const mayCall = Object.entries(policy).filter(
  ([, { needs }]) => needs !== 'nothing' && needs !== 'a sign-in' && permissionsOf('volunteer').has(needs),
);
const aboutFamilies = mayCall.filter(([, { names }]) => names === 'family');
const lists = mayCall.filter(
  ([address, { names }]) => (address.startsWith('GET ') || address.endsWith('/search')) && names === 'nothing',
);

async function revoke(rounds: number, sql?: string): Promise<Verdict> {
  const world = await openWorld();
  try {
    if (sql !== undefined) await world.api.database.asAdmin(sql);
    const tally = { n: 0, faults: [] as string[] };
    for (let round = 0; round < rounds; round += 1) {
      const path = await assign(world);
      await seeAll(world, tally);
      const { accessToken: token } = world.members.branch_admin;
      bodyOf(await callOver(world.base, { method: 'DELETE', path, token }), 204);
      await seeNothing(world, 'assignment', tally);
    }
    await assign(world);
    await world.api.database.asAdmin('UPDATE memberships SET revoked_at = now() WHERE person_id = $1', [
      world.members.volunteer.id,
    ]);
    await seeNothing(world, 'membership', tally);
    const details = { rounds, routes: aboutFamilies.length, lists: lists.length, faults: tally.faults.slice(0, 20) };
    return { n: tally.n, violations: tally.faults.length, details };
  } finally {
    await world.close();
  }
}

interface Tally {
  n: number;
  readonly faults: string[];
}

/** What no list may name any more. */
const OF_THE_FAMILY = new Set([
  'family',
  'guardian',
  'child',
  'request',
  'file',
  'message',
  'escalation',
  'letter',
  'thread',
]);

const FAMILY: Relation = 'unassigned';

async function assign(world: World): Promise<string> {
  const { branch = '', family = '' } = world.ids[FAMILY];
  const path = `/v1/branches/${branch}/families/${family}/assignments`;
  const { accessToken: token } = world.members.branch_admin;
  const body = { personId: world.members.volunteer.id, reason: 'Помогает' };
  return `${path}/${String(bodyOf(await callOver(world.base, { method: 'POST', path, token, body }), 201)['id'])}`;
}

/** Otherwise a proof that nothing is seen afterwards would prove nothing. */
async function seeAll(world: World, tally: Tally): Promise<void> {
  for (const [address, row] of aboutFamilies.filter(([one]) => one.startsWith('GET '))) {
    if (row.also !== undefined || row.spare === true) continue;
    const answer = await asVolunteer(world, address, row);
    tally.n += 1;
    if (answer.status !== 200) tally.faults.push(`${address}: ${answer.status} while assigned`);
  }
  const tables = await readBy(world);
  tally.n += 1;
  if (!tables.includes('family_search_tokens')) tally.faults.push('no search token is read while it is assigned');
  const seen = await Promise.all(lists.map(([address, row]) => asVolunteer(world, address, row)));
  tally.n += 1;
  lists.forEach(([address], index) => {
    const found = seen[index]?.text.includes(world.ids[FAMILY]['family'] ?? '?') === true;
    if (address.endsWith('/search') && !found) tally.faults.push(`${address} does not find what is assigned`);
  });
  if (!seen.some(({ text }) => text.includes(world.ids[FAMILY]['family'] ?? '?'))) {
    tally.faults.push('no list shows the family while it is assigned');
  }
}

async function seeNothing(world: World, taken: Taken, tally: Tally): Promise<void> {
  for (const [address, row] of aboutFamilies) {
    const { status } = await asVolunteer(world, address, row);
    tally.n += 1;
    if (status !== 404) tally.faults.push(`${address}: ${status} after the ${taken} was taken away`);
  }
  if (taken === 'assignment') {
    tally.n += 1;
    for (const table of await readBy(world)) tally.faults.push(`${table} still shows rows of what was taken away`);
  }
  const secret = Object.entries(world.ids[FAMILY]).flatMap(([name, id]) => (OF_THE_FAMILY.has(name) ? [id] : []));
  for (const [address, row] of lists) {
    const { status, text } = await asVolunteer(world, address, row);
    tally.n += 1;
    const expected = taken === 'membership' ? 404 : 200;
    if (status !== expected) tally.faults.push(`${address}: ${status} after the ${taken} was taken away`);
    if (secret.some((id) => text.includes(id))) tally.faults.push(`${address} still lists what was taken away`);
  }
}

/** Where the volunteer reads rows of the family, past every route. */
function readBy(world: World): Promise<string[]> {
  const { branch = '', family = '' } = world.ids[FAMILY];
  return visibleRows(world, world.members.volunteer.id, branch, family);
}

function asVolunteer(world: World, address: string, row: PolicyRow) {
  return callOver(world.base, callFor(world, address, row, 'volunteer', FAMILY));
}
