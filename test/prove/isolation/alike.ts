import { DiscoveryModule } from '@nestjs/core';
import type { Role } from '#access';
import { newId } from '#kernel';
import { createHash } from 'node:crypto';
import type { PromiseProof, Verdict } from '../promise.ts';
import { callFor } from './attempt.ts';
import { applies, expectedFor } from './expectation.ts';
import { fixturePolicy, TellingModule } from './fixture-routes.ts';
import { type Answered, type Call, callOver } from './http-call.ts';
import { policy, type PolicyRow } from './policy.ts';
import { relations, roles } from './relations.ts';
import { openWorld, type World } from './world.ts';

interface Sabotage {
  readonly modules?: readonly (new () => object)[];
  readonly rows?: Readonly<Record<string, PolicyRow>>;
  readonly sql?: string;
  readonly only: RegExp;
}

/** 14: what is foreign, hidden or taken away is answered like what is absent, in every byte but the date. */
export const alike: PromiseProof = {
  id: '14-foreign-like-absent',
  ciSize: 1,
  sabotageSize: 1,
  run: () => compareAll({ only: /./ }),
  sabotages: Object.entries<Sabotage>({
    'route that tells foreign from absent': {
      ...{ modules: [TellingModule], rows: fixturePolicy, only: /fixture/ },
      sql: `CREATE FUNCTION exists_anywhere(p_family uuid) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS
        'SELECT EXISTS (SELECT FROM public.families WHERE id = p_family)'`,
    },
    'family policy dropped': { sql: 'DROP POLICY families_family ON families', only: /GET .*families/ },
    'revoked members admitted': { sql: 'UPDATE memberships SET revoked_at = NULL', only: /GET .*requests/ },
  }).map(([name, sabotage]) => ({ name, run: () => compareAll(sabotage) })),
};

async function compareAll({ modules = [], rows = {}, sql, only }: Sabotage): Promise<Verdict> {
  const world = await openWorld({ modules: [DiscoveryModule, ...modules] });
  try {
    if (sql !== undefined) await world.api.database.asAdmin(sql);
    const table = Object.entries({ ...policy, ...rows }).filter(([address]) => only.test(address));
    let n = 0;
    const faults: string[] = [];
    for (const [address, row] of table) {
      for (const role of roles) {
        const different = await compare(world, address, row, role);
        n += different.compared;
        faults.push(...different.relations.map((relation) => `${address} as ${role}: ${relation}`));
      }
    }
    return { n, violations: faults.length, details: { routes: table.length, faults: faults.slice(0, 20) } };
  } finally {
    await world.close();
  }
}

async function compare(world: World, address: string, row: PolicyRow, role: Role) {
  const hidden = relations.filter((one) => applies(row, one) && expectedFor(row, role, one) === 'not-found');
  const ask = async (call: Call) => printOf(await callOver(world.base, withSameRequestId(call)));
  const absentRecord = await ask(callFor(world, address, row, role, 'absent'));
  const inAbsentBranch = callFor(world, address, row, role, 'absent');
  const branch = world.ids.absent['branch'] ?? '';
  const absentBranch = await ask({ ...inAbsentBranch, path: inAbsentBranch.path.replace(branch, newId()) });
  const different: string[] = [];
  for (const relation of hidden.filter((one) => one !== 'absent')) {
    const outside = relation === 'other-branch' || relation === 'membership-revoked';
    const answer = await ask(callFor(world, address, row, role, relation));
    if (answer !== (outside ? absentBranch : absentRecord)) different.push(relation);
  }
  return { compared: hidden.length, relations: different };
}

/** One request id for all, so that nothing has to be cut out of an answer before it is compared. */
function withSameRequestId(call: Call): Call {
  return { ...call, headers: { ...call.headers, 'x-request-id': 'the-same-for-all' } };
}

function printOf({ status, headers, text }: Answered): string {
  const kept = headers.filter(([name]) => name !== 'date').map(([name, value]) => `${name}: ${value}`);
  return createHash('sha256')
    .update(JSON.stringify([status, kept, text]))
    .digest('hex');
}
