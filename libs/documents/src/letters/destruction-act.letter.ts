import { destructionActSchema } from './destruction-act.schema.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';

export function prepareDestructionAct(data: unknown): PreparedLetter {
  const letter = parseLetterData(destructionActSchema, data);
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    letterhead: letter.letterhead,
    scope: { letter },
    tables: {},
    attachments: [{ title: 'Выгрузка из журнала регистрации событий в информационной системе', sheets: null }],
    signedBy: null,
    receiptMark: false,
  };
}
