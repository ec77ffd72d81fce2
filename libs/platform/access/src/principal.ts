import type { Actor } from '#kernel';
import type { Permission } from './role-permissions.ts';

/** A signed-in person in a role of the entered branch: the explicit first argument (`by`) of every use case. */
export type Principal = Extract<Actor, { kind: 'person' }> & {
  readonly branchId: string;
  readonly permissions: ReadonlySet<Permission>;
};

/** A signed-in person outside any branch: what `@SignedIn()` routes get. */
export interface SignedInPerson {
  readonly personId: string;
  /** The family of refresh tokens that the access token belongs to. */
  readonly sessionId: string;
}

/** What the guard leaves on the request for the interceptors and the log line behind it. */
export interface AccessOfRequest {
  readonly person: SignedInPerson;
  readonly principal?: Principal;
}

const ofRequest = new WeakMap<object, AccessOfRequest>();

export function rememberAccess(request: object, access: AccessOfRequest): void {
  ofRequest.set(request, access);
}

/** Who the guard let in with this Fastify request; undefined on public routes and before the guard ran. */
export function accessOf(request: object): AccessOfRequest | undefined {
  return ofRequest.get(request);
}
