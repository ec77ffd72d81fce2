import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { addDays, cutPage, decodeCursor, localDate, type LocalDate, type Page } from '#kernel';
import { Organisations } from '#organisations';
import { Vault } from '#vault';
import { FamilySeal } from '../family-seal.ts';
import { birthday } from './birthday.ts';
import { AGES } from './changes-of-family.ts';
import { type ComingLine, comingMeanings, type ListComing } from './coming-changes.contract.ts';
import { ComingChangesRepository, type ComingRow } from './coming-changes.repository.ts';

const SORT = 'on';

/** What comes for all families that the caller may see, by the branch's own calendar. */
@Injectable()
export class ComingChanges {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly organisations: Organisations,
    private readonly repository: ComingChangesRepository,
  ) {}

  /** The nearest first. Opens only children born in the months in question. */
  async list({ within, code, cursor, limit }: ListComing): Promise<Page<ComingLine>> {
    return this.db.transaction(async () => {
      const first = await this.organisations.today();
      const last = addDays(first, Number.parseInt(within, 10));
      const all = [...(await this.repository.findDays(first, last)), ...(await this.birthdays(first, last))];
      const after = decodeCursor(cursor, SORT);
      const rows = all
        .filter((row) => code === undefined || code.includes(row.code))
        .filter((row) => after === null || placeOf(row) > `${after.key} ${after.id}`)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
        .slice(0, limit + 1);
      const page = cutPage(rows, limit, SORT, (row) => ({ key: `${row.on} ${row.code}`, id: row.subjectId }));
      return { ...page, items: await this.labelled(page.items) };
    });
  }

  private async birthdays(first: LocalDate, last: LocalDate): Promise<ComingRow[]> {
    const months = AGES.flatMap(([age]) => monthsBack(first, last, age));
    const children = await this.repository.findBornIn(months);
    const keyring = await this.vault.keyring(children.map(({ familyId }) => ({ kind: 'family', familyId })));
    return children.flatMap((row) => {
      const { birthDate } = new FamilySeal(keyring, row.familyId).openChild(row);
      return AGES.map(([age, code]) => ({ code, on: birthday(birthDate, age) }))
        .filter(({ on }) => on >= first && on <= last)
        .map((found) => ({ ...found, subjectType: 'child' as const, subjectId: row.id, familyId: row.familyId }));
    });
  }

  private async labelled(rows: readonly ComingRow[]): Promise<ComingLine[]> {
    const ids = [...new Set(rows.map(({ familyId }) => familyId))];
    const labels = new Map((await this.repository.labels(ids)).map((label) => [label.id, label]));
    const keyring = await this.vault.keyring(ids.map((familyId) => ({ kind: 'family', familyId })));
    return rows.flatMap(({ code, on, subjectType, subjectId, familyId }) => {
      const label = labels.get(familyId);
      if (label === undefined) return [];
      const initials = new FamilySeal(keyring, familyId).openInitials(label.initialsSealed);
      const subject = { type: subjectType, id: subjectId };
      const meaning = { ...comingMeanings[code] };
      return [{ code, on: localDate(on), subject, meaning, familyId, number: Number(label.number), initials }];
    });
  }
}

function placeOf({ on, code, subjectId }: ComingRow): string {
  return `${on} ${code} ${subjectId}`;
}

/** First days of the months in which those were born who reach the age between the days; one more for 29 February. */
function monthsBack(first: LocalDate, last: LocalDate, age: number): string[] {
  const at = (day: LocalDate) => (Number(day.slice(0, 4)) - age) * 12 + Number(day.slice(5, 7)) - 1;
  const start = at(first) - 1;
  return Array.from({ length: at(last) - start + 1 }, (_, index) => {
    const month = start + index;
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  });
}
