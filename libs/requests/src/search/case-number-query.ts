/** What was typed of a case number; the parts that were left out are null. */
export interface CaseNumberQuery {
  readonly prefix: string | null;
  readonly year: string | null;
  readonly sequence: string;
}

/** Letters and figures of other keyboards that look like those of a branch's prefix. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ...{ A: 'А', B: 'В', C: 'С', E: 'Е', H: 'Н', K: 'К', M: 'М', O: 'О', P: 'Р', T: 'Т', X: 'Х', Y: 'У' },
  ...{ Ё: 'Е', 3: 'З', 0: 'О' },
};
const PATTERN =
  /^(?:(?<prefix>[A-ZА-ЯЁ][A-ZА-ЯЁ30]{1,3})[\s._/-]*)?(?:(?<year>20\d\d)[\s._/-]+)?0*(?<sequence>\d{1,9})$/u;

/** «КЗН-2026-000123», «K3H 2026 123», «2026/123», «№ 123», «000123»; null when it is no case number. Pure. */
export function caseNumberQuery(text: string): CaseNumberQuery | null {
  const spelled = text
    .normalize('NFC')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/^[\s№#]+|\s+$/g, '')
    .toUpperCase();
  const groups = PATTERN.exec(spelled)?.groups;
  if (groups?.['sequence'] === undefined) return null;
  const { prefix, year, sequence } = groups;
  return {
    prefix: prefix?.replace(/./gu, (letter) => LOOKS_LIKE[letter] ?? letter) ?? null,
    year: year ?? null,
    sequence,
  };
}
