import type { z } from 'zod';
import { familyWords } from './family-words.ts';
import { mandateSchema } from './mandate.schema.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { processingConsentSchema } from './processing-consent.schema.ts';

export function prepareMandate(data: unknown): PreparedLetter {
  return prepared(parseLetterData(mandateSchema, data));
}

export function prepareProcessingConsent(data: unknown): PreparedLetter {
  return prepared(parseLetterData(processingConsentSchema, data));
}

/** What a guardian signs for the association; a person's own paper, so without a letterhead. */
function prepared(letter: z.output<typeof mandateSchema> | z.output<typeof processingConsentSchema>): PreparedLetter {
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: null,
    scope: { letter, ...familyWords(letter.guardian, letter.children) },
    tables: {},
    attachments: [],
    signedBy: letter.guardian.name.initials,
    receiptMark: false,
  };
}
