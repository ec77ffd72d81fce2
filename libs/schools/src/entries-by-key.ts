import type { ReadDirectoryRow } from './directory-row.contract.ts';
import { nameKey } from './name-key.ts';
import type { Recognisable } from './recognise-row.ts';

type Named = Pick<Recognisable, 'kind' | 'regionCode' | 'shortName'> &
  Partial<Record<'fullName' | 'inn' | 'ogrn', string | null | undefined>>;

/** Entries, found by all that a row of a page may have in common with them. */
export class EntriesByKey<E extends Recognisable> {
  private readonly byKey = new Map<string, E[]>();

  add(entry: E): void {
    for (const key of keysOf(entry)) {
      const known = this.byKey.get(key);
      if (known === undefined) this.byKey.set(key, [entry]);
      else known.push(entry);
    }
  }

  /** Those that the row may be about. */
  candidatesFor(row: ReadDirectoryRow): E[] {
    return [...new Set(keysOf(row).flatMap((key) => this.byKey.get(key) ?? []))];
  }
}

function keysOf({ kind, regionCode, shortName, fullName, inn, ogrn }: Named): string[] {
  const keys = [`short ${regionCode} ${nameKey(shortName)}`];
  if (fullName) keys.push(`full ${regionCode} ${nameKey(fullName)}`);
  if (inn) keys.push(`inn ${inn}`);
  if (ogrn) keys.push(`ogrn ${ogrn}`);
  return keys.map((key) => `${kind} ${key}`);
}
