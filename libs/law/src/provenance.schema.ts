import { localDate, localDateSchema } from '#kernel';
import { z } from 'zod';

/**
 * How far a fact may be trusted: `V` checked against a published page or data set, `V2` checked against a secondary
 * page, `K` known but not re-checked, `K-` the same but weak, `U` uncertain or contested.
 */
export const confidenceSchema = z.enum(['V', 'V2', 'K', 'K-', 'U']);
export type Confidence = z.infer<typeof confidenceSchema>;

export const textSchema = z.string().trim().min(1);
export const localisedSchema = z.strictObject({ ru: textSchema, en: textSchema });
export const daySchema = localDateSchema.transform((text) => localDate(text));

/** What every row of the law's data carries. */
export const provenance = { source: textSchema, confidence: confidenceSchema };
