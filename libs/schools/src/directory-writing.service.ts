import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { regionByCode } from '#law';
import { columnsOf, headColumns, licenceColumns } from './authority-columns.ts';
import { factsOf } from './authority-difference.ts';
import { AuthorityPartsRepository, type EmailToKeep } from './authority-parts.repository.ts';
import { CorrectionsRepository, type CorrectionToNote } from './corrections.repository.ts';
import type { DirectoryPage, EntryToChange, EntryToCreate } from './directory-page.ts';
import type { DirectorySource } from './directory-row.contract.ts';
import { rowReason } from './directory-row-reasons.ts';
import { DirectoryRowsRepository } from './directory-rows.repository.ts';
import { newEmails } from './row-facts.ts';

/** Writes what a page decided: entries, addresses and history, each in one round trip. Joins the open transaction. */
@Injectable()
export class DirectoryWriting {
  constructor(
    private readonly rows: DirectoryRowsRepository,
    private readonly parts: AuthorityPartsRepository,
    private readonly corrections: CorrectionsRepository,
  ) {}

  async write(page: DirectoryPage, source: DirectorySource): Promise<void> {
    const { toCreate } = page;
    await this.rows.insertMany(toCreate.map(newEntry));
    const updated = await this.rows.updateMany(page.toChange.map(changedEntry));
    const changed = page.toChange.filter(({ before }) => updated.has(before.id));
    for (const { index, before } of page.toChange) {
      if (!updated.has(before.id)) page.refuse(index, [rowReason('changed-meanwhile')], before.id);
    }
    await this.parts.keepEmails([
      ...toCreate.flatMap(({ id, row }) => newEmails(row, source, new Set()).map((email) => toKeep(id, email))),
      ...changed.flatMap(addedEmails),
    ]);
    const ids = await this.corrections.insert([
      ...toCreate.map(({ id }) => note(source, { authorityId: id, version: 1, origin: 'created', changes: {} })),
      ...changed.map(({ before, changes }) =>
        note(source, { authorityId: before.id, version: before.version + 1, origin: 'import', changes }),
      ),
    ]);
    toCreate.forEach(({ index, id }, at) => {
      page.settle(index, 'created', id, ids[at] ?? null);
    });
    changed.forEach(({ index, before }, at) => {
      page.settle(index, 'updated', before.id, ids[toCreate.length + at] ?? null);
    });
  }
}

function note(source: DirectorySource, correction: CorrectionToNote): CorrectionToNote {
  return { ...correction, source: source.name, reference: source.reference };
}

function newEntry({ id, row }: EntryToCreate) {
  const { kind, regionCode, shortName, fullName, municipality, inn, ogrn, kpp, postalAddress, timeZone, status } = row;
  return {
    ...{ id, kind, regionCode, shortName, fullName: fullName ?? shortName },
    ...{ municipality: municipality ?? null, inn: inn ?? null, ogrn: ogrn ?? null, kpp: kpp ?? null },
    ...{ postalAddress: postalAddress ?? '', status: status ?? ('active' as const) },
    timeZone: timeZone ?? regionByCode(regionCode).timeZone,
    ...headColumns(row.head ?? null),
    ...licenceColumns(row.licence ?? null),
  };
}

function changedEntry({ before, stated }: EntryToChange) {
  const { head, licence, ...facts } = factsOf(before);
  const current = { ...facts, ...headColumns(head), ...licenceColumns(licence) };
  return { id: before.id, version: before.version, ...current, ...columnsOf(stated) };
}

function addedEmails({ before, stated }: EntryToChange): EmailToKeep[] {
  const known = new Set(before.emails.map(({ address }) => address));
  const added = (stated.emails ?? []).filter(({ address }) => !known.has(address));
  return added.map((email) => toKeep(before.id, { ...email, quality: 'unverified' }));
}

function toKeep(authorityId: string, email: Omit<EmailToKeep, 'id' | 'authorityId' | 'confirmed' | 'reset'>) {
  return { id: newId(), authorityId, ...email, confirmed: false, reset: false };
}
