import type { Permission } from '#access';
import type { Ids } from './seeded-family.ts';

/** What a call names beside its branch, and so who may be refused it although their role has the permission. */
export type Named =
  | 'nothing'
  /** An entry of the directory that all branches share. */
  | 'directory'
  /** An association and what belongs to it; who administers it is asked of the database, whatever the role. */
  | 'association'
  /** A record of the branch that hangs from no family. */
  | 'record'
  /** A family, or what hangs from one. */
  | 'family'
  /** A family of the branch, also one that the person does not see: for breaking the glass. */
  | 'hidden family';

export interface PolicyRow {
  /** A permission of the caller's role, or: anybody, anybody who signed in. */
  readonly needs: Permission | 'nothing' | 'a sign-in';
  readonly names: Named;
  readonly body?: (ids: Ids) => unknown;
  readonly query?: string;
  /** Sends `If-Match`. */
  readonly versioned?: true;
  readonly upload?: true;
  /** Changes who sees the family, so it is tried on families that no other route needs. */
  readonly spare?: true;
  /** What the use case may answer beside 409, 412 and 422 to those who are let through, and why. */
  readonly also?: Readonly<Record<number, string>>;
}

export type Policy = Readonly<Record<string, PolicyRow>>;

type Rest = Omit<PolicyRow, 'needs' | 'names'>;

export function row(needs: PolicyRow['needs'], names: Named, rest: Rest = {}): PolicyRow {
  return { needs, names, ...rest };
}

export const branch = '/v1/branches/:branch';
export const association = '/v1/associations/:association';
