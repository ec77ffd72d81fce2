import { formatRussianDay } from '#kernel';
import { formatBytes } from './format-bytes.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { requestRecordSchema } from './request-record.schema.ts';
import { breakLongWords, typeset } from './typography.ts';

export function prepareRequestRecord(data: unknown): PreparedLetter {
  const letter = parseLetterData(requestRecordSchema, data);
  const files = letter.files.map((file, index) => [
    String(index + 1),
    typeset(file.title),
    breakLongWords(file.fileName),
    formatRussianDay(file.date),
    formatBytes(file.bytes),
    file.sha256,
  ]);
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: letter.letterhead,
    scope: { letter },
    tables: { files },
    attachments: [],
    signedBy: null,
    receiptMark: false,
  };
}
