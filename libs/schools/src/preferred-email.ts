import type { Authority } from './schools.contract.ts';

const RANK = { verified: 0, unverified: 1 } as const;

/** The address to write to: verified before unverified, then the newest; null when there is none that does not bounce. */
export function preferredEmail(authority: Pick<Authority, 'emails'>): string | null {
  const usable = authority.emails.flatMap((email) =>
    email.quality === 'bouncing' ? [] : [{ ...email, rank: RANK[email.quality] }],
  );
  usable.sort(
    (a, b) => a.rank - b.rank || b.observedOn.localeCompare(a.observedOn) || a.address.localeCompare(b.address),
  );
  return usable[0]?.address ?? null;
}
