import type { LocalDate } from '#kernel';
import type { LetterTables } from './letter-page.ts';
import type { Letterhead } from './letterhead.schema.ts';

/** Validated data in the shape that wording and layout need. */
export interface PreparedLetter {
  readonly caseNumber: string;
  readonly date: LocalDate;
  /** Null for what a person writes in their own name. */
  readonly letterhead: Letterhead | null;
  /** What the wording may read: `letter`, the validated data, and what each kind adds. */
  readonly scope: Readonly<Record<string, unknown>>;
  readonly tables: LetterTables;
  readonly attachments: readonly { readonly title: string; readonly sheets: number | null }[];
  readonly signedBy: string | null;
  /** Over the signature of who signs by office; a person who signs for themselves has none. */
  readonly signerPosition?: string;
  readonly receiptMark: boolean;
}
