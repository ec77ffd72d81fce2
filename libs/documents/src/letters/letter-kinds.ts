import { readFileSync } from 'node:fs';
import { prepareComplaint } from './complaint.letter.ts';
import type { ComplaintInput } from './complaint.schema.ts';
import { prepareDestructionAct } from './destruction-act.letter.ts';
import type { DestructionActInput } from './destruction-act.schema.ts';
import { prepareEvidenceInventory } from './evidence-inventory.letter.ts';
import type { EvidenceInventoryInput } from './evidence-inventory.schema.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { prepareRequestRecord } from './request-record.letter.ts';
import type { RequestRecordInput } from './request-record.schema.ts';
import { prepareStatement } from './statement.letter.ts';
import type { StatementInput } from './statement.schema.ts';

/** What `render` takes for each kind of letter. */
export interface LetterInputs {
  statement: StatementInput;
  complaint: ComplaintInput;
  'evidence-inventory': EvidenceInventoryInput;
  'destruction-act': DestructionActInput;
  'request-record': RequestRecordInput;
}

export type LetterKind = keyof LetterInputs;

interface LetterKindDefinition {
  readonly prepare: (data: unknown) => PreparedLetter;
  /** The LiquidJS wording that ships with the program. */
  readonly wording: string;
}

export const letterKinds: Readonly<Record<LetterKind, LetterKindDefinition>> = {
  statement: { prepare: prepareStatement, wording: shipped('./statement.liquid') },
  complaint: { prepare: prepareComplaint, wording: shipped('./complaint.liquid') },
  'evidence-inventory': { prepare: prepareEvidenceInventory, wording: shipped('./evidence-inventory.liquid') },
  'destruction-act': { prepare: prepareDestructionAct, wording: shipped('./destruction-act.liquid') },
  'request-record': { prepare: prepareRequestRecord, wording: shipped('./request-record.liquid') },
};

function shipped(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}
