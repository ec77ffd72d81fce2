import type { LocalDate } from '#kernel';
import type { LetterTables } from './letter-page.ts';

/** Validated data in the shape that wording and layout need. */
export interface PreparedLetter {
  readonly caseNumber: string;
  readonly date: LocalDate;
  /** What the wording may read: `letter`, the validated data, and what each kind adds. */
  readonly scope: Readonly<Record<string, unknown>>;
  readonly tables: LetterTables;
  readonly attachments: readonly { readonly title: string; readonly sheets: number | null }[];
  readonly signedBy: string | null;
  readonly receiptMark: boolean;
}
