import type { AuthorityColumns } from './authorities.repository.ts';
import type { Authority, AuthorityChanges } from './schools.contract.ts';

/** Given fields as columns; addresses have a table of their own. */
export function columnsOf({ head, licence, ...given }: AuthorityChanges): Partial<AuthorityColumns> {
  return {
    ...Object.fromEntries(Object.entries(given).filter(([field, value]) => field !== 'emails' && value !== undefined)),
    ...(head === undefined ? {} : headColumns(head)),
    ...(licence === undefined ? {} : licenceColumns(licence)),
  };
}

export function headColumns(head: Authority['head']) {
  return {
    headPosition: head?.position ?? null,
    headPositionDative: head?.positionDative ?? null,
    headName: head?.fullName ?? null,
    headGender: head?.gender ?? null,
    headDative: head?.dative ?? null,
  };
}

export function licenceColumns(licence: Authority['licence']) {
  return {
    licenceNumber: licence?.number ?? null,
    licenceIssuedOn: licence?.issuedOn ?? null,
    licenceStatus: licence?.status ?? null,
  };
}
