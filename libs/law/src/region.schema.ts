import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const regionSchema = z.strictObject({
  /** Two-digit code of the subject of the Russian Federation, as the tax service uses it. */
  code: z.string().regex(/^\d{2}$/),
  name: localisedSchema,
  /** Null where it is not established. */
  federalDistrict: textSchema.nullable(),
  /** IANA name; Sakha and Sakhalin have several zones, so a municipality may carry its own. */
  timeZone: textSchema,
  /** The territorial office of Roskomnadzor, or the literal `UNCERTAIN`; trust it only when `isRoutable`. */
  roskomnadzorOffice: textSchema,
  /** ISO 3166-2:RU; null for the six subjects that the standard does not list under Russia. */
  iso: z
    .string()
    .regex(/^RU-[A-Z]{2,3}$/)
    .nullable(),
  okato: z.string().regex(/^\d{2}$/),
  ...provenance,
  notes: textSchema.nullable(),
});
export type Region = z.output<typeof regionSchema>;

export const regionsSchema = uniqueRows(regionSchema, (region) => region.code);
