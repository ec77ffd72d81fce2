import { z } from 'zod';
import { dto } from '#http';
import { idSchema } from '#kernel';
import { authorityKindSchema } from './authority-fields.contract.ts';
import { authoritySchema } from './schools.contract.ts';

export const routeReasonSchema = z.object({
  code: z.enum([
    'office-of-region',
    'founder-of-school',
    'prosecutor-of-municipality',
    'assignment-uncertain',
    'assignment-unchecked',
    'not-in-directory',
    'several-fit',
    'school-not-named',
    'founder-unknown',
    'closed-without-successor',
    'successor-in-office',
    'person-decides-kind',
  ]),
  text: z.object({ ru: z.string(), en: z.string() }),
});
export type RouteReason = z.output<typeof routeReasonSchema>;

export const routeAnswerSchema = z.object({
  kind: authorityKindSchema,
  /** `office`: this one. `person`: the program does not choose; a person does, helped by the candidates. */
  decision: z.enum(['office', 'person']),
  office: authoritySchema.nullable(),
  candidates: z.array(authoritySchema).readonly(),
  reasons: z.array(routeReasonSchema).readonly(),
});
export type RouteAnswer = z.output<typeof routeAnswerSchema>;

export class RouteAnswerDto extends dto(routeAnswerSchema) {}
export class RouteQuery extends dto(
  z.strictObject({
    kind: authorityKindSchema,
    /** The school that it is about: its founder and its district depend on it. */
    authority: idSchema.optional(),
  }),
) {}
