/** What the Typst layout draws; the only thing that reaches it. Plain text throughout, never markup. */
export interface LetterPage {
  readonly caseNumber: string;
  /** Null for a draft that nobody will look for among scans. Written into the QR code of each page, never in print. */
  readonly pageToken: string | null;
  /** ISO day; also the PDF's creation date, so that equal data give equal bytes. */
  readonly date: string;
  readonly dateText: string;
  /** Empty: the letter is a person's own. */
  readonly letterhead: readonly string[];
  /** Whom to turn to, one or two lines under the letterhead; empty for nobody. */
  readonly contact: readonly string[];
  readonly to: readonly string[];
  readonly from: readonly string[];
  readonly operator: readonly string[];
  readonly title: string;
  readonly subject: string;
  readonly blocks: readonly LetterBlock[];
  readonly attachments: readonly string[];
  readonly signedBy: string | null;
  /** Empty for who signs for themselves. */
  readonly signerPosition: string;
  readonly receiptMark: boolean;
}

export type LetterBlock =
  | { readonly kind: 'text' | 'heading'; readonly text: string }
  | { readonly kind: 'items'; readonly start: number; readonly items: readonly LetterItem[] }
  | { readonly kind: 'dashes'; readonly items: readonly string[] }
  | { readonly kind: 'dated'; readonly items: readonly { readonly day: string; readonly text: string }[] }
  | {
      readonly kind: 'terms' | 'files';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export interface LetterItem {
  readonly text: string;
  /** Legal basis and term, under the item. */
  readonly basis: string;
}

/** Rows, typeset already, for the tables that a wording places by `[terms]` and `[files]`. */
export interface LetterTables {
  readonly terms?: readonly (readonly string[])[];
  readonly files?: readonly (readonly string[])[];
}
