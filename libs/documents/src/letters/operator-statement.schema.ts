import { z } from 'zod';
import { addresseeSchema } from './addressee.schema.ts';
import { statementSchema } from './statement.schema.ts';

/** Заявление to an operator that is no school: a ministry, the keeper of an information system. */
export const operatorStatementSchema = statementSchema
  .omit({ school: true, director: true })
  .extend({ operator: addresseeSchema });

export type OperatorStatementInput = z.input<typeof operatorStatementSchema>;
