import type { Finding } from '../finding.ts';

/** Something that an import wants to find in a table, such as a child's date of birth. */
export interface ColumnField {
  readonly name: string;
  /** Titles under which people write it, Russian and English: `дата рождения`, `д.р.`, `birth date`. */
  readonly titles: readonly string[];
  /** Tells whether a sample looks like a value of this field; columns without a telling title are found by it. */
  readonly recognises?: (sample: string) => boolean;
  /** True when several columns may go to this field, such as phones. */
  readonly several?: boolean;
}

export interface ColumnGuess {
  readonly column: number;
  readonly field: string;
  /** 0 to 1; from 0.8 on it needs no look by a person. */
  readonly score: number;
  readonly reasons: readonly Finding[];
}
