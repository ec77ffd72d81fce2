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
  readonly person: { readonly personId: string };
  /** Absent when a key for integrations let the request in. */
  readonly session?: SignedInPerson;
  readonly principal?: Principal;
}

/** What the Authorization header proved: a session, or a key whose hash the database must know. */
export type Bearer =
  ({ readonly kind: 'session' } & SignedInPerson) | { readonly kind: 'api-key'; readonly keyHash: Buffer };

const ofRequest = new WeakMap<object, AccessOfRequest>();

export function rememberAccess(request: object, access: AccessOfRequest): void {
  ofRequest.set(request, access);
}

/** Who the guard let in with this Fastify request; undefined on public routes and before the guard ran. */
export function accessOf(request: object): AccessOfRequest | undefined {
  return ofRequest.get(request);
}
