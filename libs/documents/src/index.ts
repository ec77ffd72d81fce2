/**
 * Owns how a Russian letter reads and looks: declined names, wording in Liquid, typesetting to PDF/A.
 * Never decides what the law gives or when a term ends, stores nothing, sends nothing; callers bring confirmed data.
 */
export {
  decline,
  type ConfirmedForms,
  type DeclinedCase,
  type Declension,
  type Disagreement,
} from './declension/decline.ts';
export type { Doubt } from './declension/declension-doubts.ts';
export { declinedNameSchema, type DeclinedName } from './declension/declined-name.schema.ts';
export { genderFromPatronymic } from './declension/detect-gender.ts';
export { formatFullName, type FullName, type Gender } from './declension/full-name.ts';
export { initials } from './declension/initials.ts';
export { letterDocx } from './docx/letter-docx.ts';
export { DocumentsModule } from './documents.module.ts';
export { documentsProblems } from './documents.problems.ts';
export { complaintSchema, type ComplaintInput } from './letters/complaint.schema.ts';
export { type CompositionOptions, composeExample, composeLetter } from './letters/compose-letter.ts';
export { destructionActSchema, type DestructionActInput } from './letters/destruction-act.schema.ts';
export { evidenceInventorySchema, type EvidenceInventoryInput } from './letters/evidence-inventory.schema.ts';
export { letterKinds, type LetterInputs, type LetterKind } from './letters/letter-kinds.ts';
export { type LetterheadInput, letterheadSchema } from './letters/letterhead.schema.ts';
export { printable } from './letters/letter-text.ts';
export type { LetterPage } from './letters/letter-page.ts';
export type { CoverNoteInput } from './letters/cover-note.schema.ts';
export type { MandateInput } from './letters/mandate.schema.ts';
export type { OperatorStatementInput } from './letters/operator-statement.schema.ts';
export type { ProcessingConsentInput } from './letters/processing-consent.schema.ts';
export type { RepeatedDemandInput } from './letters/repeated-demand.schema.ts';
export { demandCodes, statementSchema, type StatementInput } from './letters/statement.schema.ts';
export { LetterRenderer, type LetterRendererOptions, type RenderOptions } from './rendering/letter-renderer.ts';
export type { RenderedLetter } from './rendering/render-thread.ts';
export type { PageMark } from './scans/page-mark.ts';
export { ScanReader } from './scans/scan-reader.ts';
