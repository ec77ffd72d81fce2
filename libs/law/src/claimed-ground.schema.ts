import { z } from 'zod';
import { provenance } from './provenance.schema.ts';
import { retentionBases } from './retention-bases.ts';

const codes = new Set(retentionBases.map(({ code }) => code));
const number = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?$/)
  .nullable();

/** Which basis of keeping an article stands for; null: a limit of the answer (152-ФЗ ст. 14 ч. 8), not of the data. */
export const claimedGroundsSchema = z.array(
  z.strictObject({
    law: z.string().regex(/^\d{1,3}-ФЗ$/),
    article: number,
    part: number,
    point: number,
    code: z
      .string()
      .refine((code) => codes.has(code), { error: 'not a retention basis' })
      .nullable(),
    ...provenance,
  }),
);
