import { fileRows } from './file-rows.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { requestRecordSchema } from './request-record.schema.ts';

export function prepareRequestRecord(data: unknown): PreparedLetter {
  const letter = parseLetterData(requestRecordSchema, data);
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: letter.letterhead,
    scope: { letter },
    tables: { files: fileRows(letter.files) },
    attachments: [],
    signedBy: null,
    receiptMark: false,
  };
}
