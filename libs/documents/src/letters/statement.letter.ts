import type { z } from 'zod';
import { familyWords } from './family-words.ts';
import { operatorStatementSchema } from './operator-statement.schema.ts';
import { parseLetterData } from './parse-letter-data.ts';
import type { PreparedLetter } from './prepared-letter.ts';
import { repeatedDemandSchema } from './repeated-demand.schema.ts';
import { statementSchema } from './statement.schema.ts';
import { termRows } from './term-rows.ts';

export function prepareStatement(data: unknown): PreparedLetter {
  return prepared(parseLetterData(statementSchema, data));
}

export function prepareOperatorStatement(data: unknown): PreparedLetter {
  return prepared(parseLetterData(operatorStatementSchema, data));
}

export function prepareRepeatedDemand(data: unknown): PreparedLetter {
  const letter = parseLetterData(repeatedDemandSchema, data);
  return { ...prepared(letter), tables: { terms: termRows(letter.terms, letter.date) } };
}

type Demanding = z.output<typeof statementSchema> | z.output<typeof operatorStatementSchema>;

function prepared(letter: Demanding): PreparedLetter {
  const systems = [...new Set(letter.demands.flatMap((demand) => demand.systems))];
  return {
    caseNumber: letter.caseNumber,
    date: letter.date,
    // The law knows one applicant here, the representative of the child (152-ФЗ ст. 9 ч. 6): no letterhead beside them.
    letterhead: null,
    scope: {
      letter,
      ...familyWords(letter.guardian, letter.children),
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
