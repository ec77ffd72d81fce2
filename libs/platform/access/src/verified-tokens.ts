import type { SignedInPerson } from './principal.ts';

const CAPACITY = 10_000;

/**
 * Access tokens whose signature was verified a moment ago. A signature does not change, and whether the session still
 * lives is asked of the database at every request, so only the arithmetic is saved.
 */
export class VerifiedTokens {
  private readonly seen = new Map<string, { readonly person: SignedInPerson; readonly endsAt: number }>();

  find(token: string): SignedInPerson | null {
    const known = this.seen.get(token);
    if (known === undefined) return null;
    if (known.endsAt > Date.now()) return known.person;
    this.seen.delete(token);
    return null;
  }

  /** @param expires seconds since 1970, as the token says. */
  remember(token: string, person: SignedInPerson, expires: number): void {
    if (this.seen.size >= CAPACITY) {
      const oldest = this.seen.keys().next();
      if (oldest.done !== true) this.seen.delete(oldest.value);
    }
    this.seen.set(token, { person, endsAt: expires * 1000 });
  }
}
