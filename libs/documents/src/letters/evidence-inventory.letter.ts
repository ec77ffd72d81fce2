import { evidenceInventorySchema } from './evidence-inventory.schema.ts';
import { fileRows } from './file-rows.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';

export function prepareEvidenceInventory(data: unknown): PreparedLetter {
  const letter = parseLetterData(evidenceInventorySchema, data);
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: letter.letterhead,
    scope: { letter },
    tables: { files: fileRows(letter.files) },
    attachments: [],
    signedBy: letter.signedBy,
    receiptMark: false,
  };
}
