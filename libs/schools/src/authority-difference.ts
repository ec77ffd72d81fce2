import type { Authority, AuthorityChanges } from './schools.contract.ts';

export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** What the given fields really change, by field, in the spelling that the history keeps. Empty: nothing. */
export function differenceOf(before: Authority, given: AuthorityChanges): Changes {
  const current = factsOf(before);
  const wanted = withQualities(before, given);
  const changed = Object.entries(wanted).filter(
    ([field, to]) => to !== undefined && canonical(current[field as keyof typeof current]) !== canonical(to),
  );
  return Object.fromEntries(
    changed.map(([field, to]) => [field, { from: current[field as keyof typeof current], to }]),
  );
}

/** The facts of an entry that a correction may change, as it takes them. */
export function factsOf(entry: Authority) {
  const { shortName, fullName, municipality, inn, ogrn, kpp, postalAddress, timeZone } = entry;
  const { head, founderId, licence, status } = entry;
  const emails = entry.emails.map(({ address, source, observedOn, purpose, quality }) => ({
    ...{ address, source, observedOn, purpose, quality },
  }));
  emails.sort(byAddress);
  return {
    ...{ shortName, fullName, municipality, inn, ogrn, kpp, postalAddress, timeZone },
    ...{ head, founderId, licence, status, emails },
  };
}

/** Two values are the same fact when they are written alike, whatever the order of their fields. */
export function isSameFact(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function withQualities(before: Authority, given: AuthorityChanges): AuthorityChanges {
  if (given.emails === undefined) return given;
  const known = new Map(before.emails.map(({ address, quality }) => [address, quality]));
  const emails = given.emails.map((email) => ({
    ...email,
    quality: email.quality ?? known.get(email.address) ?? 'unverified',
  }));
  return { ...given, emails: emails.sort(byAddress) };
}

/** By code point, so that the database's collation cannot make a difference out of an order. */
function byAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  return a.address < b.address ? -1 : 1;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
