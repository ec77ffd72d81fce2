import { z } from 'zod';
import { dto } from '#http';
import { idSchema } from '#kernel';
import { line, regionCodeSchema } from './authority-fields.contract.ts';
import { basisSchema, confidenceSchema } from './system-facts.contract.ts';

const localised = z.object({ ru: z.string(), en: z.string() });

/** What holds in the region or school that was asked about: the school's own word before the region's. */
export const systemHereSchema = z.object({
  level: z.enum(['catalogue', 'region', 'school']),
  inUse: z.boolean().nullable(),
  basis: basisSchema,
  act: z.string().nullable(),
  localName: z.string().nullable(),
  operatorId: idSchema.nullable(),
  note: z.string().nullable(),
  source: z.string(),
  confidence: confidenceSchema,
});
export type SystemHere = z.output<typeof systemHereSchema>;

export const informationSystemAnswerSchema = z.object({
  code: z.string(),
  name: localised,
  operator: localised,
  /** Who gets the demand; a vendor that acts by order of the school is reached through the school. */
  operatorKind: z.enum(['school', 'state_operator', 'private_operator']),
  acts: z.array(z.string()).readonly(),
  defaultBasis: basisSchema,
  otherBases: z.array(z.string()).readonly(),
  basisNote: z.string().nullable(),
  aliases: z.object({ ru: z.array(z.string()).readonly(), en: z.array(z.string()).readonly() }),
  status: localised,
  /** What a withdrawal would affect, to be shown before it is sent. */
  consequences: localised.nullable(),
  source: z.string(),
  confidence: confidenceSchema,
  /** Null unless a region or a school was asked about. */
  here: systemHereSchema.nullable(),
});
export type CataloguedSystem = z.output<typeof informationSystemAnswerSchema>;

export const listSystemsSchema = z.strictObject({
  /** Letters of a name or alias, Russian or English: «эжд», «dnevnik», «моя шк». */
  q: line(100).optional(),
  region: regionCodeSchema.optional(),
  authority: idSchema.optional(),
});
export type ListSystems = z.output<typeof listSystemsSchema>;

export const regionAnswerSchema = z.object({
  code: z.string(),
  name: localised,
  federalDistrict: z.string().nullable(),
  timeZone: z.string(),
  /** Null where the competent office is uncertain: then a person chooses it. */
  roskomnadzorOffice: z.string().nullable(),
  confidence: confidenceSchema,
});

export class ListSystemsQuery extends dto(listSystemsSchema) {}
export class InformationSystemAnswer extends dto(informationSystemAnswerSchema) {}
export class InformationSystemList extends dto(
  z.object({ items: z.array(informationSystemAnswerSchema).readonly() }),
) {}
export class RegionList extends dto(z.object({ items: z.array(regionAnswerSchema).readonly() })) {}
