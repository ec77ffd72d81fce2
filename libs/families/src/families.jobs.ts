import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Enqueued by the database itself, where a guardian's numbers are due. */
export const forgetNumbersJob = defineJob({
  name: 'families.forget-numbers',
  payload: z.strictObject({ guardianId: idSchema }),
});

/** Tells later rooms that a family took back its consent to our own processing. */
export const processingConsentWithdrawnJob = defineJob({
  name: 'families.processing-consent-withdrawn',
  payload: z.strictObject({ consentId: idSchema }),
});

/**
 * Writes the search tokens of the branch's families, some hundred at a time; each run asks for the next. Migration 0028
 * asks for the first, and doing it again changes nothing.
 */
export const indexNamesJob = defineJob({
  name: 'families.index-names',
  payload: z.strictObject({ after: idSchema.nullable() }),
});
