import { normaliseName } from '#vault';
import type { SchoolWords } from './read-family-row.ts';

export interface KnownSchool {
  readonly id: string;
  readonly shortName: string;
  readonly fullName: string;
  readonly inn: string | null;
  readonly ogrn: string | null;
}

export interface SchoolMatch {
  readonly decision: 'matched' | 'doubt' | 'unknown';
  readonly authorityId: string | null;
  /** Those that it may be, the likelier first. */
  readonly candidates: readonly string[];
}

const MOST_CANDIDATES = 10;

/** Finds schools of the branch's region by the words of a table; whatever is not certain is left to a person. */
export class SchoolMatcher {
  private readonly ids: ReadonlySet<string>;
  private readonly byOgrn: ReadonlyMap<string, readonly string[]>;
  private readonly byInn: ReadonlyMap<string, readonly string[]>;
  private readonly byName: ReadonlyMap<string, readonly string[]>;
  private readonly byKind: ReadonlyMap<string, readonly string[]>;
  private readonly byNumber: ReadonlyMap<string, readonly string[]>;

  constructor(schools: readonly KnownSchool[]) {
    this.ids = new Set(schools.map(({ id }) => id));
    this.byOgrn = index(schools, ({ ogrn }) => (ogrn === null ? [] : [ogrn]));
    this.byInn = index(schools, ({ inn }) => (inn === null ? [] : [inn]));
    this.byName = index(schools, ({ shortName, fullName }) => [spelledSchool(shortName), spelledSchool(fullName)]);
    this.byKind = index(schools, (school) => kindsAndNumbers(school));
    this.byNumber = index(schools, ({ shortName }) => numbersOf(shortName));
  }

  match({ id, name, ogrn, inn }: SchoolWords): SchoolMatch {
    if (id !== null && this.ids.has(id)) return certain(id);
    const byNumber = [ogrn === null ? [] : this.byOgrn.get(ogrn), inn === null ? [] : this.byInn.get(inn)];
    for (const found of byNumber) if (found?.length === 1) return certain(found[0] ?? '');
    if (name === null) return { decision: 'unknown', authorityId: null, candidates: [] };
    const named = this.byName.get(spelledSchool(name)) ?? [];
    if (named.length === 1) return certain(named[0] ?? '');
    const kinds = kindsAndNumbers({ shortName: name, fullName: name }).flatMap((key) => this.byKind.get(key) ?? []);
    const sameKind = [...new Set([...named, ...kinds])];
    if (sameKind.length === 1 && named.length === 0) return certain(sameKind[0] ?? '');
    const numbered = numbersOf(name).flatMap((number) => this.byNumber.get(number) ?? []);
    const candidates = [...new Set([...sameKind, ...numbered])].slice(0, MOST_CANDIDATES);
    return { decision: candidates.length > 0 ? 'doubt' : 'unknown', authorityId: null, candidates };
  }
}

/** One text for one school as a table calls it. */
export function schoolKey({ id, name, ogrn, inn }: SchoolWords): string {
  return JSON.stringify([id, name === null ? null : spelledSchool(name), ogrn, inn]);
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/гимнази/, 'гимназия'],
  [/лице[йя]/, 'лицей'],
  [/кадетск/, 'кадетская'],
  [/интернат/, 'интернат'],
  [/детск\p{L}* сад|(^|\s)(?:мб|ма|мк|гб)?доу(\s|$)/u, 'детский сад'],
  [/сош|ср\p{L}* (?:общеобр\p{L}* )?школ|школ/u, 'школа'],
];

function kindsAndNumbers({ shortName, fullName }: Pick<KnownSchool, 'shortName' | 'fullName'>): string[] {
  return [shortName, fullName].flatMap((name) => {
    const kind = KINDS.find(([pattern]) => pattern.test(normaliseName(name)))?.[1];
    return kind === undefined ? [] : numbersOf(name).map((number) => `${kind} ${number}`);
  });
}

function numbersOf(name: string): string[] {
  return [...normaliseName(name).matchAll(/\d{1,4}/g)].map(([digits]) => String(Number(digits)));
}

const LEGAL_FORM =
  /(^|\s)(?:муниципальн\p{L}*|государственн\p{L}*|бюджетн\p{L}*|автономн\p{L}*|казенн\p{L}*|общеобразовательн\p{L}*|образовательн\p{L}*|учреждени\p{L}*|организаци\p{L}*|мбоу|маоу|мкоу|моу|гбоу|гаоу|гкоу|гоу|чоу|ано)(?=\s|$)/gu;

/** Without legal form, quotes and «№»; ё as е. */
export function spelledSchool(name: string): string {
  return normaliseName(name)
    .replace(/[«»"“”„'№#.,()]/g, ' ')
    .replace(LEGAL_FORM, ' ')
    .replace(/средняя (?:общеобразовательная )?школа|сш(?=\s)/g, 'сош')
    .replace(/\s+/g, ' ')
    .trim();
}

function certain(authorityId: string): SchoolMatch {
  return { decision: 'matched', authorityId, candidates: [] };
}

function index(schools: readonly KnownSchool[], keysOf: (school: KnownSchool) => readonly string[]) {
  const found = new Map<string, string[]>();
  for (const school of schools) {
    for (const key of new Set(keysOf(school))) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [school.id]);
      else list.push(school.id);
    }
  }
  return found;
}
