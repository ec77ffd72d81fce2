import { complaintSchema } from './complaint.schema.ts';
import { familyWords } from './family-words.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { termRows } from './term-rows.ts';

export function prepareComplaint(data: unknown): PreparedLetter {
  const letter = parseLetterData(complaintSchema, data);
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: letter.letterhead,
    scope: { letter, ...familyWords(letter.guardian, letter.children) },
    tables: { terms: termRows(letter.terms, letter.date) },
    attachments: letter.attachments,
    signedBy: letter.guardian.name.initials,
    receiptMark: false,
  };
}
