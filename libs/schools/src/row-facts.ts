import type { DirectorySource, ReadDirectoryRow } from './directory-row.contract.ts';
import { localDate } from '#kernel';
import type { Authority, AuthorityChanges } from './schools.contract.ts';

/** What a row states about an entry that is known: what it leaves out stays, addresses are only added. */
export function statedBy(row: ReadDirectoryRow, entry: Authority, source: DirectorySource): AuthorityChanges {
  const { shortName, fullName, municipality, inn, ogrn, kpp, postalAddress, timeZone, status } = row;
  const plain = { shortName, fullName, municipality, inn, ogrn, kpp, postalAddress, timeZone, status };
  const stated = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined && value !== null));
  return {
    ...stated,
    ...(row.head ? { head: headOf(row.head, entry.head) } : {}),
    ...(row.licence ? { licence: licenceOf(row.licence, entry.licence) } : {}),
    ...emailsOf(row, entry, source),
  };
}

/** Forms of a name that a person confirmed stay as long as it is the same name. */
function headOf(stated: NonNullable<Authority['head']>, known: Authority['head']): Authority['head'] {
  if (known === null) return stated;
  const samePerson = stated.fullName === null || stated.fullName === known.fullName;
  return {
    position: stated.position,
    positionDative: stated.positionDative ?? (stated.position === known.position ? known.positionDative : null),
    fullName: stated.fullName ?? known.fullName,
    gender: stated.gender ?? (samePerson ? known.gender : null),
    dative: stated.dative ?? (samePerson ? known.dative : null),
  };
}

function licenceOf(stated: NonNullable<Authority['licence']>, known: Authority['licence']): Authority['licence'] {
  const same = known?.number === stated.number;
  return {
    number: stated.number,
    issuedOn: stated.issuedOn ?? (same ? known.issuedOn : null),
    status: stated.status ?? (same ? known.status : null),
  };
}

function emailsOf(row: ReadDirectoryRow, entry: Authority, source: DirectorySource): Pick<AuthorityChanges, 'emails'> {
  const known = entry.emails.map(({ address, source: from, observedOn, purpose, quality }) => ({
    ...{ address, source: from, observedOn, purpose, quality },
  }));
  const added = newEmails(row, source, new Set(known.map(({ address }) => address)));
  return added.length === 0 ? {} : { emails: [...known, ...added].slice(0, 20) };
}

/** The addresses of a row that are not among the known ones, each once. */
export function newEmails(row: ReadDirectoryRow, { name, observedOn }: DirectorySource, known: ReadonlySet<string>) {
  const byAddress = new Map(row.emails.map((email) => [email.address, email]));
  return [...byAddress.values()]
    .filter(({ address }) => !known.has(address))
    .map(({ address, purpose }) => ({
      ...{ address, purpose, source: name, quality: 'unverified' as const },
      observedOn: localDate(observedOn),
    }));
}
