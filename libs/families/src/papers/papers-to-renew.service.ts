import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, localDate, type Page, type PageQuery } from '#kernel';
import { Vault } from '#vault';
import { FamilySeal } from '../family-seal.ts';
import type { PaperToRenew } from './papers-to-renew.contract.ts';
import { PapersToRenewRepository } from './papers-to-renew.repository.ts';

const SORT = 'family';

/** What families have to give anew since the branch went over to another association (152-ФЗ ст. 9 ч. 4: the operator). */
@Injectable()
export class PapersToRenew {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly papers: PapersToRenewRepository,
  ) {}

  /** Of the families that the caller may see. Empty in a branch that never went over. */
  async list({ cursor, limit }: PageQuery): Promise<Page<PaperToRenew>> {
    return this.db.transaction(async () => {
      const rows = await this.papers.find(decodeCursor(cursor, SORT), limit + 1);
      const page = cutPage(rows, limit, SORT, ({ familyId, id }) => ({ key: familyId, id }));
      const ids = [...new Set(page.items.map(({ familyId }) => familyId))];
      const keyring = await this.vault.keyring(ids.map((familyId) => ({ kind: 'family', familyId })));
      const items = page.items.map(({ initialsSealed, givenOn, number, ...paper }) => ({
        ...paper,
        givenOn: localDate(givenOn),
        number: Number(number),
        initials: new FamilySeal(keyring, paper.familyId).openInitials(initialsSealed),
      }));
      return { ...page, items };
    });
  }
}
