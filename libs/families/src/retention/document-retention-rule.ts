/**
 * How long numbers of documents (passport, birth certificate) live. Data, as the law is: law.md names the duty (152-ФЗ
 * ст. 5 ч. 7, storage no longer than the purpose needs), the days are our own choice until a lawyer confirms them.
 */
export const documentRetentionRule = {
  code: 'document-numbers',
  version: 1,
  /** After the last letter of the family was frozen, and at least this long after the numbers were given. */
  daysAfterLetter: 30,
  /** After they were given, where no letter was ever made. */
  daysWithoutLetter: 365,
  source: '152-ФЗ ст. 5 ч. 7',
  confidence: 'K',
} as const;
