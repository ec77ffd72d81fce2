import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { statementSchema } from './statement.schema.ts';

export function prepareStatement(data: unknown): PreparedLetter {
  const letter = parseLetterData(statementSchema, data);
  const systems = [...new Set(letter.demands.flatMap((demand) => demand.systems))];
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    // The law knows one applicant here, the representative of the child (152-ФЗ ст. 9 ч. 6): no letterhead beside them.
    letterhead: null,
    scope: {
      letter,
      systems,
      // One sentence instead of one per demand, when every demand concerns every system.
      uniform: letter.demands.every((demand) => new Set(demand.systems).size === systems.length),
      codes: letter.demands.map((demand) => demand.code),
    },
    tables: {},
    attachments: letter.attachments,
    signedBy: letter.guardian.name.initials,
    receiptMark: letter.receiptMark,
  };
}
