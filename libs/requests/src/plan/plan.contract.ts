import { z } from 'zod';
import { dto, rule } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { confidenceSchema, demandCodeSchema, processingBasisSchema } from '#law';
import { requestSchema } from '../requests.contract.ts';

const localised = z.object({ ru: z.string(), en: z.string() });
const systemCode = z.string().regex(/^[a-z0-9_]{2,40}$/);
const proven = { source: z.string(), confidence: confidenceSchema };

const wish = {
  guardianId: idSchema,
  childIds: z.array(idSchema).min(1).max(20),
  /** What the parents want their children out of. */
  systemCodes: z.array(systemCode).min(1).max(30),
  /** The recommended statement when nothing is said. */
  demandKinds: z.array(demandCodeSchema).min(1).max(11).optional(),
};

export class PlanBody extends dto(z.strictObject(wish)) {}
export type PlanWish = z.infer<typeof PlanBody.schema>;

const addressee = z.object({ authorityId: idSchema, shortName: z.string(), fullName: z.string() });

const plannedRequest = z.object({
  /** Stands for the operator in the second step. */
  key: z.string().meta({ example: 'state_operator:Минцифры России' }),
  operatorKind: z.enum(['school', 'state_operator', 'private_operator']),
  operator: localised,
  childIds: z.array(idSchema),
  systemCodes: z.array(z.string()),
  /** Entries of the directory; none means that a person must find or add one. */
  suggestions: z.array(addressee),
  can: localised,
  cannot: localised,
  ...proven,
});

export const planSchema = z.object({
  requests: z.array(plannedRequest),
  demands: z.array(
    z.object({
      kind: demandCodeSchema,
      title: localised,
      legalBasis: z.string(),
      terms: z.array(z.object({ ruleId: z.string(), amount: z.int(), unit: z.string() })),
      ...proven,
    }),
  ),
  systems: z.array(
    z.object({
      code: z.string(),
      name: localised,
      basis: processingBasisSchema,
      basisNote: z.string().nullable(),
      status: localised,
      ...proven,
    }),
  ),
  /** To be read by the applicant before anything is sent. */
  consequences: z.array(
    z.object({ code: z.string(), title: localised, text: localised, systems: z.array(z.string()), ...proven }),
  ),
  /** Requests of these children that still run, lest one be sent twice. */
  running: z.array(
    z.object({ id: idSchema, caseNumber: z.string(), authorityId: idSchema, systemCodes: z.array(z.string()) }),
  ),
  /** Names this very plan: what the applicant acknowledges. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Plan = z.infer<typeof planSchema>;

export class PlanAnswer extends dto(planSchema) {}

export class DraftPlanBody extends dto(
  z.strictObject({
    ...wish,
    addressees: z
      .array(
        z.strictObject({
          key: z.string().min(1).max(300),
          authorityId: idSchema,
          /** A person saw that the addressee is closed or was merged, and means it all the same. */
          confirmed: z.boolean().default(false),
        }),
      )
      .min(1)
      .max(60)
      .refine(
        (list) => new Set(list.map(({ key }) => key)).size === list.length,
        rule('operator-repeated', {
          ru: 'Каждого оператора называют один раз.',
          en: 'Name each operator once.',
        }),
      ),
    acknowledgement: z.strictObject({
      digest: planSchema.shape.digest,
      /** The day on which the applicant read the consequences and agreed. */
      on: localDateSchema,
    }),
  }),
) {}
export type PlanToDraft = z.infer<typeof DraftPlanBody.schema>;

export class DraftedPlanAnswer extends dto(z.object({ items: z.array(requestSchema) })) {}

export class ContestedClauseList extends dto(
  z.object({
    items: z.array(z.object({ code: z.string(), title: localised, text: z.string(), counter: localised, ...proven })),
  }),
) {}
