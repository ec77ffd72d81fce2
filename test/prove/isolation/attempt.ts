import { type Caller, reachOf } from './callers.ts';
import { type Answered, type Call, callOver } from './http-call.ts';
import type { PolicyRow } from './policy.ts';
import type { Relation } from './relations.ts';
import type { World } from './world.ts';

/** Calls the route as this caller about what stands to them in this relation. */
export function attempt(
  world: World,
  address: string,
  row: PolicyRow,
  caller: Caller,
  relation: Relation,
): Promise<Answered> {
  return callOver(world.base, callFor(world, address, row, caller, relation));
}

export function callFor(world: World, address: string, row: PolicyRow, caller: Caller, relation: Relation): Call {
  const [method = '', pattern = ''] = address.split(' ');
  const ids = row.spare === true ? world.spareIds[relation] : world.ids[relation];
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`The proof seeds nothing that could stand for :${name}.`);
    return id;
  });
  const people = relation === 'membership-revoked' ? world.former : world.members;
  return {
    method,
    path: row.query === undefined ? path : `${path}?${row.query}`,
    token: relation === 'no-sign-in' ? undefined : people[caller].accessToken,
    headers: { 'accept-language': 'ru', ...(row.versioned === true && { 'if-match': '"1"' }) },
    body: row.body?.(ids),
    upload: row.upload === true,
  };
}

/** Ids of families that may not stand in any answer to this caller, whatever was asked. */
export function hiddenFrom(world: World, caller: Caller): string[] {
  const { ids } = world;
  const reach = reachOf(caller);
  // Who reaches no family reads logs and counts of the own branch at most; nobody learns of another branch.
  const families = [
    ids.foreign['family'],
    ...(reach === 'none' ? [] : [ids.sealed['family']]),
    ...(reach === 'assigned' ? [ids.unassigned['family'], ids['assignment-ended']['family']] : []),
  ];
  return families.filter((id) => id !== undefined);
}
