import { z } from 'zod';
import { dto } from '#http';

const localised = z.object({ ru: z.string(), en: z.string() });
const confidence = z.enum(['V', 'V2', 'K', 'K-', 'U']);

export const informationSystemAnswerSchema = z.object({
  code: z.string(),
  name: localised,
  operator: localised,
  /** Who gets the demand; a vendor that acts by order of the school is reached through the school. */
  operatorKind: z.enum(['school', 'state_operator', 'private_operator']),
  acts: z.array(z.string()).readonly(),
  defaultBasis: z.enum(['law', 'law_partial', 'consent', 'contract', 'mixed', 'unclear']),
  otherBases: z.array(z.string()).readonly(),
  basisNote: z.string().nullable(),
  aliases: z.object({ ru: z.array(z.string()).readonly(), en: z.array(z.string()).readonly() }),
  status: localised,
  consequences: localised.nullable(),
  source: z.string(),
  confidence,
});

export const regionAnswerSchema = z.object({
  code: z.string(),
  name: localised,
  federalDistrict: z.string().nullable(),
  timeZone: z.string(),
  /** Null where the competent office is uncertain: then a person chooses it. */
  roskomnadzorOffice: z.string().nullable(),
  confidence,
});

export class InformationSystemList extends dto(
  z.object({ items: z.array(informationSystemAnswerSchema).readonly() }),
) {}
export class RegionList extends dto(z.object({ items: z.array(regionAnswerSchema).readonly() })) {}
