import type { ReadDirectoryRow } from './directory-row.contract.ts';
import { nameKey } from './name-key.ts';
import type { Authority } from './schools.contract.ts';

/** What an entry is recognised by. */
export type Recognisable = Pick<
  Authority,
  'kind' | 'regionCode' | 'municipality' | 'shortName' | 'fullName' | 'inn' | 'ogrn' | 'kpp'
>;

export type Recognition<E extends Recognisable> =
  | { readonly kind: 'new' }
  | { readonly kind: 'known'; readonly entry: E }
  | {
      readonly kind: 'conflict';
      readonly code: 'ambiguous' | 'numbers-disagree' | 'other-region';
      readonly entry: E | null;
    };

const NEW = { kind: 'new' } as const;
const AMBIGUOUS = { kind: 'conflict', code: 'ambiguous', entry: null } as const;

/**
 * Which entry of the directory a row is about: by ОГРН, else by ИНН (a КПП tells the schools of one legal person apart),
 * else by its name within the region. Names are weak («СОШ № 1» is in every town), so one that fits several entries, or
 * an entry whose numbers or municipality are others, decides nothing.
 */
export function recogniseRow<E extends Recognisable>(row: ReadDirectoryRow, candidates: readonly E[]): Recognition<E> {
  const found = byNumbers(row, candidates) ?? byName(row, candidates);
  if (found.kind !== 'known' || found.entry.regionCode === row.regionCode) return found;
  return { kind: 'conflict', code: 'other-region', entry: found.entry };
}

function byNumbers<E extends Recognisable>(row: ReadDirectoryRow, candidates: readonly E[]): Recognition<E> | null {
  const { ogrn = null, inn = null } = row;
  const sameOgrn = ogrn === null ? [] : candidates.filter((entry) => entry.ogrn === ogrn);
  if (sameOgrn.length > 0) return amongOneLegalPerson(row, sameOgrn);
  const sameInn = inn === null ? [] : candidates.filter((entry) => entry.inn === inn);
  const [first] = sameInn;
  if (first === undefined) return null;
  if (ogrn !== null && sameInn.some((entry) => entry.ogrn !== null)) {
    return { kind: 'conflict', code: 'numbers-disagree', entry: first };
  }
  return amongOneLegalPerson(row, sameInn);
}

function amongOneLegalPerson<E extends Recognisable>(row: ReadDirectoryRow, entries: readonly E[]): Recognition<E> {
  const { kpp = null } = row;
  const sameKpp = kpp === null ? entries : entries.filter((entry) => entry.kpp === kpp);
  const [only] = sameKpp;
  if (only !== undefined && sameKpp.length === 1) return { kind: 'known', entry: only };
  const named = (sameKpp.length > 1 ? sameKpp : entries).filter((entry) => hasName(row, entry));
  const [first] = named;
  if (first !== undefined) return named.length === 1 ? { kind: 'known', entry: first } : AMBIGUOUS;
  if (sameKpp.length > 1) return AMBIGUOUS;
  // The КПП is one that no entry has: of the single entry without any, or of a school that is not recorded yet.
  const [single] = entries;
  return single?.kpp === null && entries.length === 1 ? { kind: 'known', entry: single } : NEW;
}

function byName<E extends Recognisable>(row: ReadDirectoryRow, candidates: readonly E[]): Recognition<E> {
  const fitting = candidates.filter(
    (entry) => entry.regionCode === row.regionCode && hasName(row, entry) && !contradicts(row, entry),
  );
  const [only] = fitting;
  if (only === undefined) return NEW;
  return fitting.length === 1 ? { kind: 'known', entry: only } : AMBIGUOUS;
}

function hasName(row: ReadDirectoryRow, entry: Recognisable): boolean {
  if (nameKey(row.shortName) === nameKey(entry.shortName)) return true;
  return typeof row.fullName === 'string' && nameKey(row.fullName) === nameKey(entry.fullName);
}

function contradicts(row: ReadDirectoryRow, entry: Recognisable): boolean {
  const differ = (stated: string | null | undefined, known: string | null) =>
    typeof stated === 'string' && known !== null && nameKey(stated) !== nameKey(known);
  return differ(row.ogrn, entry.ogrn) || differ(row.inn, entry.inn) || differ(row.municipality, entry.municipality);
}
