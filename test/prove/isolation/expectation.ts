import { type Caller, mayOf, reachOf } from './callers.ts';
import { type Answered, problemCode } from './http-call.ts';
import type { PolicyRow } from './policy.ts';
import type { Relation } from './relations.ts';

/**
 * `done`: let through to the use case, which may still refuse for reasons of its own. `person`: refused, because it takes
 * a person and this is a key.
 */
export type Expectation = 'open' | 'sign-in' | 'person' | 'forbidden' | 'not-found' | 'done';

const FAMILY_RELATIONS: readonly Relation[] = ['unassigned', 'assignment-ended', 'sealed'];

/** Whether the relation can differ from `own` at all for what the route names. */
export function applies({ names }: PolicyRow, relation: Relation): boolean {
  if (FAMILY_RELATIONS.includes(relation)) return names === 'family' || names === 'hidden family';
  if (relation === 'foreign') return names !== 'nothing' && names !== 'directory';
  if (relation === 'absent') return names !== 'nothing';
  return true;
}

/** The whole policy: what a person of the role gets who stands so to what the call names. */
export function expectedFor({ needs, names }: PolicyRow, caller: Caller, relation: Relation): Expectation {
  if (needs === 'nothing') return 'open';
  if (relation === 'no-sign-in') return 'sign-in';
  if (needs === 'a sign-in' && caller === 'api-key') return 'person';
  if (names === 'association') return relation === 'own' && caller === 'association_admin' ? 'done' : 'not-found';
  if (needs === 'a sign-in') return 'done';
  // Who is no member learns nothing of the branch, not even which permission is missing.
  if (relation === 'other-branch' || relation === 'membership-revoked') return 'not-found';
  if (!mayOf(caller).has(needs)) return 'forbidden';
  if (relation === 'absent' || relation === 'foreign') return 'not-found';
  if (names !== 'family') return 'done';
  if (relation === 'sealed') return 'not-found';
  const reaches = { branch: true, assigned: relation === 'own', none: false };
  return reaches[reachOf(caller)] ? 'done' : 'not-found';
}

/** 409, 412 and 422 come from the use case itself: the caller was let through to it. */
const OF_THE_USE_CASE = [409, 412, 422];

export function isAsExpected(answer: Answered, expectation: Expectation, { also = {} }: PolicyRow): boolean {
  const { status } = answer;
  switch (expectation) {
    case 'open':
      return (status < 500 && status !== 403 && status !== 404) || status in also;
    case 'done':
      return (status >= 200 && status < 300) || OF_THE_USE_CASE.includes(status) || status in also;
    case 'sign-in':
      return status === 401 && problemCode(answer) === 'access.token-missing';
    case 'person':
      return status === 403 && problemCode(answer) === 'access.api-key-unfit';
    case 'forbidden':
      return status === 403 && problemCode(answer) === 'access.permission-missing';
    case 'not-found':
      return status === 404 && problemCode(answer) === 'not-found';
  }
}
