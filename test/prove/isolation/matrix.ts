import { DiscoveryModule } from '@nestjs/core';
import { routesOf } from '../../support/routes-of.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { attempt, hiddenFrom } from './attempt.ts';
import { type Caller, callers } from './callers.ts';
import { applies, expectedFor, isAsExpected } from './expectation.ts';
import { fixturePolicy, ForbiddingModule, OpenModule, RowlessModule } from './fixture-routes.ts';
import { problemCode } from './http-call.ts';
import { policy, type PolicyRow } from './policy.ts';
import { policyFaults } from './policy-faults.ts';
import { type Relation, relations } from './relations.ts';
import { openWorld, type World } from './world.ts';

interface Cell {
  readonly address: string;
  readonly row: PolicyRow;
  readonly caller: Caller;
  readonly relation: Relation;
}

interface Sabotage {
  readonly modules?: readonly (new () => object)[];
  /** Rows beside those of the policy. */
  readonly rows?: Readonly<Record<string, PolicyRow>>;
  readonly sql?: string;
  /** Which routes are tried: a sabotage need not try all of them. */
  readonly only: RegExp;
}

/** 13: every route x every role, a custom role and a key x every relation answers as the policy table says. */
export const matrix: PromiseProof = {
  id: '13-matrix',
  ciSize: 1,
  sabotageSize: 1,
  run: () => tryMatrix({ only: /./ }),
  sabotages: Object.entries<Sabotage>({
    'route without a row': { modules: [RowlessModule], only: /fixture|\/me$/ },
    'route that lost @Requires': { modules: [OpenModule], rows: fixturePolicy, only: /fixture/ },
    'route that answers 403 for what is foreign': { modules: [ForbiddingModule], rows: fixturePolicy, only: /fixture/ },
    'ended assignments still count': {
      sql: `CREATE OR REPLACE VIEW my_assigned_families WITH (security_invoker = true) AS
        SELECT family_id FROM family_assignments
          WHERE branch_id = (SELECT current_branch()) AND person_id = (SELECT current_person())`,
      only: /GET .*families/,
    },
    'family policy dropped from requests': { sql: 'DROP POLICY requests_family ON requests', only: /GET .*requests/ },
    'seals ignored': {
      sql: `ALTER TABLE sealed_families NO FORCE ROW LEVEL SECURITY; DELETE FROM sealed_families`,
      only: /GET .*families/,
    },
    'branch policies dropped from families': {
      sql: 'DROP POLICY families_branch ON families',
      only: /GET .*families/,
    },
    'scopes of keys ignored': {
      sql: `UPDATE api_keys SET scopes = '{schools.read,families.read,requests.read,requests.open,members.read}'`,
      only: /GET .*members$/,
    },
    'custom roles reach the whole branch': {
      sql: `UPDATE roles SET reach = 'branch' WHERE association_id IS NOT NULL`,
      only: /GET .*families/,
    },
    'revoked members admitted': {
      sql: 'UPDATE memberships SET revoked_at = NULL',
      only: /GET .*(families|members)$/,
    },
  }).map(([name, sabotage]) => ({ name, run: () => tryMatrix(sabotage) })),
};

async function tryMatrix({ modules = [], rows = {}, sql, only }: Sabotage): Promise<Verdict> {
  const world = await openWorld({ modules: [DiscoveryModule, ...modules] });
  try {
    if (sql !== undefined) await world.api.database.asAdmin(sql);
    const table = { ...policy, ...rows };
    const routes = routesOf(world.api.app);
    const faults = policyFaults(routes, table).filter((fault) => only.test(fault));
    const succeeded = new Set<string>();
    const cells = cellsOf(table, (address) => only.test(address) && routes.some((route) => route.address === address));
    for (const batch of inBatches(cells, 4)) {
      faults.push(...(await Promise.all(batch.map((cell) => tryCell(world, cell, succeeded)))).flat());
    }
    const tried = [...new Set(cells.map(({ address }) => address))];
    const details = {
      ...{ routes: tried.length, callers: callers.length, relations: relations.length },
      // Let through, but the use case had a reason to refuse each time: worth a look when the list grows.
      refusedByUseCase: tried.filter((address) => !succeeded.has(address)),
      faults: faults.slice(0, 20),
    };
    return { n: cells.length, violations: faults.length, details };
  } finally {
    await world.close();
  }
}

function cellsOf(table: Readonly<Record<string, PolicyRow>>, isTried: (address: string) => boolean): Cell[] {
  return Object.entries(table)
    .filter(([address]) => isTried(address))
    .flatMap(([address, row]) =>
      relations
        .filter((relation) => applies(row, relation))
        .flatMap((relation) => callers.map((caller) => ({ address, row, caller, relation }))),
    );
}

async function tryCell(world: World, cell: Cell, succeeded: Set<string>): Promise<string[]> {
  const { address, row, caller, relation } = cell;
  const expected = expectedFor(row, caller, relation);
  const answer = await attempt(world, address, row, caller, relation);
  if (answer.status < 300) succeeded.add(address);
  const where = `${address} as ${caller}, ${relation}`;
  const told = hiddenFrom(world, caller).filter((id) => answer.text.includes(id));
  return [
    ...(isAsExpected(answer, expected, row)
      ? []
      : [`${where}: ${answer.status} ${problemCode(answer)} instead of ${expected}`]),
    ...(told.length === 0 ? [] : [`${where}: names a family that this person may not know`]),
  ];
}

function inBatches<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
