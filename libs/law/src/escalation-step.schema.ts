import { z } from 'zod';
import { addresseeKindSchema } from './addressee.schema.ts';
import { channelCodeSchema } from './channel.schema.ts';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const escalationStepSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  /** Place on the default ladder; null: a side door that may be used at any time. No place is mandatory by law. */
  order: z.number().int().min(0).nullable(),
  title: localisedSchema,
  addressee: addresseeKindSchema,
  /** How the very body is found. */
  routing: localisedSchema,
  grounds: z.array(textSchema),
  /** Best first. */
  channels: z.array(channelCodeSchema).min(1),
  deadlines: z.array(z.strictObject({ ruleId: textSchema, on: z.enum(['addressee', 'operator']) })),
  attachments: z.array(
    z.strictObject({ code: textSchema, required: z.enum(['always', 'if_exists', 'if_by_attorney', 'optional']) }),
  ),
  triggers: z.array(z.enum(['deadline_missed', 'refused_unreasoned'])).min(1),
  /** Working days to wait after a missed deadline, because post is slow; a default that a tenant may change. */
  graceWorkdays: z.number().int().min(0),
  ...provenance,
  notes: textSchema.nullable(),
});
export type EscalationStep = z.output<typeof escalationStepSchema>;

export const escalationStepsSchema = uniqueRows(escalationStepSchema, (step) => step.code);
