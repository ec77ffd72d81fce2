import { type Permission, permissionsOf, type Reach, type Role, ROLES } from '#access';
import { roles } from './relations.ts';

/** Who calls: a person of each built-in role, one of a role of the association's own, and a key for integrations. */
export type Caller = Role | 'custom-role' | 'api-key';

export const callers: readonly Caller[] = [...roles, 'custom-role', 'api-key'];

/** Narrower than any built-in role, and seen through assignments only. */
export const CUSTOM_ROLE = {
  reach: 'assigned',
  permissions: ['branches.read', 'families.read', 'requests.read', 'files.read'],
} as const satisfies { reach: Reach; permissions: readonly Permission[] };

/** Of a branch admin, who may far more: what the key may is cut to these. */
export const KEY_SCOPES = ['schools.read', 'families.read', 'requests.read', 'requests.open'] as const;

export function mayOf(caller: Caller): ReadonlySet<Permission> {
  if (caller === 'custom-role') return new Set<Permission>(CUSTOM_ROLE.permissions);
  return caller === 'api-key' ? new Set<Permission>(KEY_SCOPES) : permissionsOf(caller);
}

export function reachOf(caller: Caller): Reach {
  if (caller === 'custom-role') return CUSTOM_ROLE.reach;
  return ROLES[caller === 'api-key' ? 'branch_admin' : caller].reach;
}
