import { z } from 'zod';
import { addresseeKindSchema } from './addressee.schema.ts';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const channelCodeSchema = z.enum([
  'in_person',
  'registered_post',
  'email_qes',
  'email_plain',
  'epgu_pos',
  'official_site_esia',
  'e_diary_message',
  'messenger',
  'gas_pravosudie',
]);
export type ChannelCode = z.infer<typeof channelCodeSchema>;

/** `data_request` under 152-ФЗ, `complaint` under 59-ФЗ, `lawsuit` to a court. */
export const filingPurposeSchema = z.enum(['data_request', 'complaint', 'lawsuit']);
export type FilingPurpose = z.infer<typeof filingPurposeSchema>;

/** Best first. `weak`: may be ignored lawfully; `uncertain`: not established; `unfit`: must not be used. */
export const fitnessSchema = z.enum(['fit', 'uncertain', 'weak', 'unfit']);
export type Fitness = z.infer<typeof fitnessSchema>;

const coded = z.strictObject({ code: z.string().regex(/^[a-z_]+$/), title: localisedSchema });

export const channelSchema = z.strictObject({
  code: channelCodeSchema,
  title: localisedSchema,
  fitness: z.record(filingPurposeSchema, z.strictObject({ fitness: fitnessSchema, reason: localisedSchema })),
  /** What to store as proof. */
  evidence: z.array(coded).min(1),
  /** Which date starts the clock. */
  clockStart: z.strictObject({ code: z.string().regex(/^[a-z_]+$/), text: localisedSchema }),
  addressees: z.array(addresseeKindSchema).min(1),
  ...provenance,
  notes: textSchema.nullable(),
});
export type Channel = z.output<typeof channelSchema>;

export const channelsSchema = uniqueRows(channelSchema, (channel) => channel.code);
