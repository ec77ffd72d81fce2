import type { IntakeFamily } from '#families';
import type { RowOutcome } from '../import-rows.repository.ts';
import type { ReadFamilyRow, SchoolWords } from './read-family-row.ts';
import { type SchoolMatch, schoolKey } from './school-matcher.ts';

/** What a text of the file stands for: as matched, or as a person decided; `none` is nobody's school. */
export type SchoolPlace = Pick<SchoolMatch, 'authorityId'> & {
  readonly decision: SchoolMatch['decision'] | 'chosen' | 'none';
};

export interface PlacedRows {
  readonly rows: readonly {
    readonly line: number;
    readonly family: IntakeFamily;
    readonly warnings: readonly string[];
  }[];
  /** Rows that cannot come in yet. */
  readonly outcomes: readonly RowOutcome[];
}

/** Gives rows their schools, and sorts out those that are bad or need a person first. */
export function placeSchools(
  read: readonly ReadFamilyRow[],
  placeOf: (school: SchoolWords) => SchoolPlace,
  acceptDoubts: boolean,
): PlacedRows {
  const rows: PlacedRows['rows'][number][] = [];
  const outcomes: RowOutcome[] = [];
  for (const { line, family, school, errors, warnings } of read) {
    if (family === null) {
      outcomes.push({ line, result: 'bad', reasons: [...errors, ...warnings] });
      continue;
    }
    const place = school === null ? null : placeOf(school);
    const unsure = place !== null && (place.decision === 'doubt' || place.decision === 'unknown');
    const reasons = [...warnings, ...(unsure ? [`school.name:school-${place.decision}`] : [])];
    if (unsure || (warnings.length > 0 && !acceptDoubts)) outcomes.push({ line, result: 'doubt', reasons });
    else rows.push({ line, warnings, family: withSchool(family, place?.authorityId ?? null) });
  }
  return { rows, outcomes };
}

function withSchool(family: IntakeFamily, authorityId: string | null): IntakeFamily {
  return {
    ...family,
    children: family.children.map((child) => ({
      ...child,
      enrolment: child.enrolment === null || authorityId === null ? null : { ...child.enrolment, authorityId },
    })),
  };
}

/** Texts of the file by their keys, with how often each occurs. */
export function countSchools(
  read: readonly ReadFamilyRow[],
  counted: Map<string, { readonly words: SchoolWords; rows: number }>,
): void {
  for (const { school } of read) {
    if (school === null) continue;
    const key = schoolKey(school);
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { words: school, rows: 1 });
    else known.rows += 1;
  }
}
