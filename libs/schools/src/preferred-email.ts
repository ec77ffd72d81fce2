import type { Authority } from './schools.contract.ts';

type Address = Pick<Authority['emails'][number], 'address' | 'quality' | 'purpose' | 'observedOn'>;

const QUALITIES = { verified: 0, unverified: 1 } as const;
const PURPOSES = { personal_data: 0, general: 1, head: 2, other: 3 } as const;

/**
 * The address to write to: verified before unverified, then the one for personal data, then the newest; null when there
 * is none that does not bounce.
 */
export function preferredEmail({ emails }: { readonly emails: readonly Address[] }): string | null {
  const usable = emails.flatMap((email) =>
    email.quality === 'bouncing'
      ? []
      : [{ ...email, quality: QUALITIES[email.quality], purpose: PURPOSES[email.purpose] }],
  );
  usable.sort(
    (a, b) =>
      a.quality - b.quality ||
      a.purpose - b.purpose ||
      b.observedOn.localeCompare(a.observedOn) ||
      a.address.localeCompare(b.address),
  );
  return usable[0]?.address ?? null;
}
