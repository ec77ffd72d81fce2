import type { ReadDirectoryRow } from './directory-row.contract.ts';
import { nameKey } from './name-key.ts';
import type { Recognisable } from './recognise-row.ts';

/** An entry that the page at hand is about to make. */
export type FreshEntry = Recognisable & { readonly id: string };

/** The new entries of one page, found by what a later row of the same page may repeat. */
export class FreshEntries {
  private readonly byKey = new Map<string, FreshEntry[]>();

  add(id: string, row: ReadDirectoryRow): void {
    const { kind, regionCode, shortName, fullName, municipality, inn, ogrn, kpp } = row;
    const entry = {
      ...{ id, kind, regionCode, shortName, fullName: fullName ?? shortName },
      ...{ municipality: municipality ?? null, inn: inn ?? null, ogrn: ogrn ?? null, kpp: kpp ?? null },
    };
    for (const key of keysOf(row)) this.byKey.set(key, [...(this.byKey.get(key) ?? []), entry]);
  }

  /** Those that the row may be about. */
  candidatesFor(row: ReadDirectoryRow): FreshEntry[] {
    return [...new Set(keysOf(row).flatMap((key) => this.byKey.get(key) ?? []))];
  }
}

function keysOf({ kind, regionCode, shortName, fullName, inn, ogrn }: ReadDirectoryRow): string[] {
  const keys = [`name ${regionCode} ${nameKey(shortName)}`];
  if (fullName) keys.push(`name ${regionCode} ${nameKey(fullName)}`);
  if (inn) keys.push(`inn ${inn}`);
  if (ogrn) keys.push(`ogrn ${ogrn}`);
  return [...new Set(keys)].map((key) => `${kind} ${key}`);
}
