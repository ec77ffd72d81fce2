import { formatRussianDay } from '#kernel';
import { complaintSchema } from './complaint.schema.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { typeset } from './typography.ts';
import { wordingFilters } from './wording-filters.ts';

export function prepareComplaint(data: unknown): PreparedLetter {
  const letter = parseLetterData(complaintSchema, data);
  const terms = letter.terms.map((line, index) => [
    String(index + 1),
    typeset(line.demand),
    typeset(line.basis),
    formatRussianDay(line.received),
    typeset(wordingFilters.term(line.term)),
    formatRussianDay(line.due),
    line.due < letter.date ? 'истёк' : 'не истёк',
  ]);
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: letter.letterhead,
    scope: { letter },
    tables: { terms },
    attachments: letter.attachments,
    signedBy: letter.guardian.name.initials,
    receiptMark: false,
  };
}
