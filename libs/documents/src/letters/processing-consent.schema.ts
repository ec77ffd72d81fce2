import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { letterLine } from './letter-text.ts';
import { caseNumberSchema, guardianSchema, letterChildren } from './parties.schema.ts';

const list = z.array(letterLine(300)).min(1).max(40);

/**
 * Согласие на обработку персональных данных given to the association: one purpose, a document of its own
 * (152-ФЗ ст. 9 ч. 1, as of 01.09.2025), with what ст. 9 ч. 4 asks for.
 */
export const processingConsentSchema = z.object({
  caseNumber: caseNumberSchema,
  date: localDateSchema,
  guardian: guardianSchema.extend({ identityDocument: letterLine(300) }),
  children: letterChildren,
  operator: z.object({ name: letterLine(600), address: letterLine(400) }),
  purpose: letterLine(600),
  guardianData: list,
  childData: list,
  actions: list,
  /** Who processes by the operator's order; empty for nobody. */
  processors: z.array(z.object({ name: letterLine(600), address: letterLine(400) })).max(20),
  /** «до завершения дела и трёх лет после него» */
  term: letterLine(300),
  /** Where a withdrawal is sent. */
  withdrawalAddress: letterLine(400),
});

export type ProcessingConsentInput = z.input<typeof processingConsentSchema>;
