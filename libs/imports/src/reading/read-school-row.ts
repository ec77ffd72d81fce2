import { regions } from '#law';
import { type DirectoryRow, directoryRowSchema } from '#schools';
import { readEmails, readOrganisationName, readRegistrationNumber, type TableRow } from '#tables';
import { normaliseName } from '#vault';
import { RowCells } from './row-cells.ts';

export interface ReadSchoolRow {
  readonly line: number;
  readonly school: DirectoryRow | null;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Pure: one line of a register as an institution. `region` is the branch's own, for tables without a region. */
export function readSchoolRow(
  row: TableRow,
  { columns, region }: { readonly columns: ReadonlyMap<string, readonly number[]>; readonly region: string },
): ReadSchoolRow {
  const cells = new RowCells(row, columns);
  const full = cells.read('school.fullName', readOrganisationName)?.name ?? null;
  const short = cells.read('school.shortName', readOrganisationName)?.name ?? full?.slice(0, 200) ?? null;
  if (short === null) cells.error('school.shortName', 'required');
  const regionCode = regionOf(cells.text('school.region'), region);
  if (regionCode === null) cells.error('school.region', 'unknown-word');
  const position = cells.text('school.headPosition');
  const head = cells.text('school.headName');
  const school = {
    kind: 'school' as const,
    ...{ regionCode, shortName: short, fullName: full },
    inn: cells.read('school.inn', (cell) => readRegistrationNumber(cell, 'inn')),
    ogrn: cells.read('school.ogrn', (cell) => readRegistrationNumber(cell, 'ogrn')),
    kpp: cells.read('school.kpp', (cell) => readRegistrationNumber(cell, 'kpp')),
    municipality: cells.text('school.municipality'),
    postalAddress: cells.text('school.address'),
    head: head === null && position === null ? null : { position: position ?? 'Директор', fullName: head },
    emails: (cells.read('school.emails', readEmails) ?? []).slice(0, 20).map((address) => ({ address })),
  };
  const parsed = directoryRowSchema.safeParse(school);
  if (!parsed.success) {
    for (const { path, code, message } of parsed.error.issues) {
      if ([...cells.errors].some((error) => error.startsWith(`school.${String(path[0])}`))) continue;
      const name = path[0] === 'regionCode' ? 'region' : String(path[0]);
      cells.error(`school.${name}`, code === 'custom' ? message : code.replaceAll('_', '-'));
    }
  }
  return {
    line: row.line,
    school: cells.errors.size === 0 && parsed.success ? parsed.data : null,
    errors: [...cells.errors],
    warnings: [...cells.warnings],
  };
}

const BY_NAME = new Map(regions.map(({ code, name }) => [spelledRegion(name.ru), code]));

function regionOf(cell: string | null, own: string): string | null {
  if (cell === null) return own;
  const code = /^(\d{1,2})(?:$|\D)/.exec(cell)?.[1];
  return code === undefined ? (BY_NAME.get(spelledRegion(cell)) ?? null) : code.padStart(2, '0');
}

/** «Республика Татарстан (Татарстан)» and «Татарстан Респ» are one region. */
function spelledRegion(name: string): string {
  return normaliseName(name)
    .replace(/\(.*\)/g, ' ')
    .replace(/(^|[^\p{L}])(?:республика|респ|область|обл|край|автономный округ|ао|г|город)(?=[^\p{L}]|$)\.?/gu, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
