import { Injectable } from '@nestjs/common';
import { type Permission, permissionMissing, type Principal } from '#access';
import { FamilySearch } from '#families';
import { AuthoritySearch } from '#schools';
import { RequestSearch } from './request-search.service.ts';
import { type SearchBody, type SearchKind, searchKinds, type SearchResult } from './search.contract.ts';

const NEEDS = {
  families: 'families.read',
  requests: 'requests.read',
  authorities: 'schools.read',
} as const satisfies Record<SearchKind, Permission>;

/** One text looked for everywhere at once. */
@Injectable()
export class Search {
  constructor(
    private readonly families: FamilySearch,
    private readonly requests: RequestSearch,
    private readonly authorities: AuthoritySearch,
  ) {}

  /** @throws Problem access.permission-missing for a kind that was named and is not the role's to read. */
  async find(by: Principal, { q, kinds, limit, cursor }: InstanceType<typeof SearchBody>): Promise<SearchResult> {
    const refused = kinds?.find((kind) => !by.permissions.has(NEEDS[kind]));
    if (refused !== undefined) throw permissionMissing(NEEDS[refused]);
    const asked = new Set((kinds ?? searchKinds).filter((kind) => by.permissions.has(NEEDS[kind])));
    const page = { limit, cursor };
    const [families, requests, authorities] = await Promise.all([
      asked.has('families') ? this.families.find(q, page) : null,
      asked.has('requests') ? this.requests.find(q, page) : null,
      asked.has('authorities') ? this.authorities.find(q, page) : null,
    ]);
    return { families, requests, authorities };
  }
}
