import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, type Page } from '#kernel';
import { Vault } from '#vault';
import { FamilySeal } from '../family-seal.ts';
import type { DuplicatePair, ListDuplicates } from './duplicates.contract.ts';
import { DuplicatesRepository } from './duplicates.repository.ts';

const SORT = 'number';

/** Families of the branch that may be the same one. */
@Injectable()
export class Duplicates {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly repository: DuplicatesRepository,
  ) {}

  /** Numbers and initials; what the person may not see is in no pair. */
  async list({ cursor, limit }: ListDuplicates): Promise<Page<DuplicatePair>> {
    return this.db.transaction(async () => {
      const rows = await this.repository.findPairs(decodeCursor(cursor, SORT), limit);
      const page = cutPage(rows, limit, SORT, (row) => ({
        key: `${row.olderNumber} ${row.youngerNumber}`,
        id: row.younger,
      }));
      const owners = page.items.flatMap(({ older, younger }) => [older, younger]);
      const keyring = await this.vault.keyring(owners.map((familyId) => ({ kind: 'family', familyId })));
      const side = (familyId: string, number: string, initials: Buffer) => ({
        ...{ familyId, number: Number(number) },
        initials: new FamilySeal(keyring, familyId).openInitials(initials),
      });
      const items = page.items.map((row) => ({
        families: [
          side(row.older, row.olderNumber, row.olderInitials),
          side(row.younger, row.youngerNumber, row.youngerInitials),
        ],
        matched: row.matched,
      }));
      return { ...page, items };
    });
  }
}
