import { coverNoteSchema } from './cover-note.schema.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';

export function prepareCoverNote(data: unknown): PreparedLetter {
  const letter = parseLetterData(coverNoteSchema, data);
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: letter.letterhead,
    scope: { letter },
    tables: {},
    attachments: letter.attachments,
    signedBy: letter.signer.initials,
    signerPosition: letter.signer.position,
    receiptMark: false,
  };
}
