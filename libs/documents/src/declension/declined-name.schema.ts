import { z } from 'zod';
import { letterLine } from '../letters/letter-text.ts';

/**
 * A name with the forms that a letter needs, confirmed by a person or confidently declined.
 * What `decline` returns fits as it is.
 */
export const declinedNameSchema = z.object({
  nominative: letterLine(200),
  genitive: letterLine(200),
  dative: letterLine(200),
  /** «Иванова М. П.», for the line under the signature. */
  initials: letterLine(100),
  gender: z.enum(['male', 'female']),
});

export type DeclinedName = z.output<typeof declinedNameSchema>;
