import { prepareComplaint } from './complaint.letter.ts';
import type { ComplaintInput } from './complaint.schema.ts';
import { prepareCoverNote } from './cover-note.letter.ts';
import type { CoverNoteInput } from './cover-note.schema.ts';
import { prepareDestructionAct } from './destruction-act.letter.ts';
import type { DestructionActInput } from './destruction-act.schema.ts';
import { prepareEvidenceInventory } from './evidence-inventory.letter.ts';
import type { EvidenceInventoryInput } from './evidence-inventory.schema.ts';
import { prepareMandate, prepareProcessingConsent } from './family-papers.letter.ts';
import type { MandateInput } from './mandate.schema.ts';
import type { OperatorStatementInput } from './operator-statement.schema.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import type { ProcessingConsentInput } from './processing-consent.schema.ts';
import type { RepeatedDemandInput } from './repeated-demand.schema.ts';
import { prepareRequestRecord } from './request-record.letter.ts';
import type { RequestRecordInput } from './request-record.schema.ts';
import { shippedWording } from './shipped-wording.ts';
import { prepareOperatorStatement, prepareRepeatedDemand, prepareStatement } from './statement.letter.ts';
import type { StatementInput } from './statement.schema.ts';

/** What `render` takes for each kind of letter. */
export interface LetterInputs {
  statement: StatementInput;
  'operator-statement': OperatorStatementInput;
  'repeated-demand': RepeatedDemandInput;
  complaint: ComplaintInput;
  'complaint-founder': ComplaintInput;
  'complaint-prosecutor': ComplaintInput;
  'cover-note': CoverNoteInput;
  mandate: MandateInput;
  'processing-consent': ProcessingConsentInput;
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
  statement: { prepare: prepareStatement, wording: shippedWording('statement') },
  'operator-statement': { prepare: prepareOperatorStatement, wording: shippedWording('operator-statement') },
  'repeated-demand': { prepare: prepareRepeatedDemand, wording: shippedWording('repeated-demand') },
  complaint: { prepare: prepareComplaint, wording: shippedWording('complaint') },
  'complaint-founder': { prepare: prepareComplaint, wording: shippedWording('complaint-founder') },
  'complaint-prosecutor': { prepare: prepareComplaint, wording: shippedWording('complaint-prosecutor') },
  'cover-note': { prepare: prepareCoverNote, wording: shippedWording('cover-note') },
  mandate: { prepare: prepareMandate, wording: shippedWording('mandate') },
  'processing-consent': { prepare: prepareProcessingConsent, wording: shippedWording('processing-consent') },
  'evidence-inventory': { prepare: prepareEvidenceInventory, wording: shippedWording('evidence-inventory') },
  'destruction-act': { prepare: prepareDestructionAct, wording: shippedWording('destruction-act') },
  'request-record': { prepare: prepareRequestRecord, wording: shippedWording('request-record') },
};
