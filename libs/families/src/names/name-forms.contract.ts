import { z } from 'zod';
import { dto } from '#http';
import { caseFormsSchema, genderSchema, personNameSchema } from '../family-people.contract.ts';

export const declineNameSchema = z.strictObject({
  name: personNameSchema,
  /** Told from the patronymic when left out. */
  gender: genderSchema.optional(),
});
export type DeclineName = z.output<typeof declineNameSchema>;

const cases = z.enum(['genitive', 'dative']);

export const nameFormsSchema = z.object({
  gender: genderSchema,
  nominative: z.string(),
  genitive: z.string(),
  dative: z.string(),
  /** Forms that somebody of the branch has confirmed for this name; they are what `genitive` and `dative` say then. */
  remembered: z.object(caseFormsSchema.shape).nullable(),
  /** False: a person must look before the forms go into a letter. */
  confident: z.boolean(),
  /** Where the two libraries differ, part by part. */
  disagreements: z
    .array(
      z.object({
        part: z.enum(['surname', 'givenName', 'patronymic']),
        case: cases,
        petrovich: z.string(),
        lvovich: z.string(),
      }),
    )
    .readonly(),
  doubts: z
    .array(
      z.enum([
        'gender-guessed',
        'gender-contradicts-patronymic',
        'not-plain-cyrillic',
        'fleeting-vowel',
        'soft-sign-given-name',
        'rare-given-name-ending',
      ]),
    )
    .readonly(),
});
export type NameForms = z.output<typeof nameFormsSchema>;

export class DeclineNameBody extends dto(declineNameSchema) {}
export class NameFormsAnswer extends dto(nameFormsSchema) {}
