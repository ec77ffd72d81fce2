import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema } from '#kernel';
import { line, regionCodeSchema } from './authority-fields.contract.ts';

export const basisSchema = z.enum(['law', 'law_partial', 'consent', 'contract', 'mixed', 'unclear']);
export const confidenceSchema = z.enum(['V', 'V2', 'K', 'K-', 'U']);
const systemCode = z.string().regex(/^[a-z0-9_]{2,40}$/);

/** What may be said otherwise; null leaves what the region, or the catalogue, says. */
const facts = {
  /** Whether the system is in use there at all. */
  inUse: z.boolean().default(true),
  basis: basisSchema.nullable().default(null),
  /** By which act it was introduced there. */
  act: line(400).nullable().default(null),
  /** What it is called there: the electronic diary of the school. */
  localName: line(200).nullable().default(null),
  /** The entry of the directory that operates it there. */
  operatorId: idSchema.nullable().default(null),
  note: line(1000).nullable().default(null),
  source: line(400),
  confidence: confidenceSchema.default('K'),
};

export const systemFactSchema = z.object({
  id: idSchema,
  systemCode: z.string(),
  regionCode: z.string(),
  /** Null: it is so in the whole region. */
  authorityId: idSchema.nullable(),
  inUse: z.boolean(),
  basis: basisSchema.nullable(),
  act: z.string().nullable(),
  localName: z.string().nullable(),
  operatorId: idSchema.nullable(),
  note: z.string().nullable(),
  source: z.string(),
  confidence: confidenceSchema,
  by: z.object({ branchId: idSchema, branchName: z.string() }),
  version: versionSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type SystemFact = z.output<typeof systemFactSchema>;

export const recordSystemFactSchema = z.strictObject({
  systemCode,
  regionCode: regionCodeSchema,
  authorityId: idSchema.nullable().default(null),
  ...facts,
});
export type RecordSystemFact = z.output<typeof recordSystemFactSchema>;

/** Replaces all that is said; region, school and system stay. */
export const changeSystemFactSchema = z.strictObject(facts);
export type ChangeSystemFact = z.output<typeof changeSystemFactSchema>;

export const listSystemFactsSchema = listQuery({
  sorts: ['createdAt', '-createdAt'],
  filters: { system: anyOf(systemCode), region: anyOf(regionCodeSchema), authorityId: idSchema.optional() },
});
export type ListSystemFacts = z.output<typeof listSystemFactsSchema>;

export class SystemFactAnswer extends dto(systemFactSchema) {}
export class SystemFactPage extends dto(pageOf(systemFactSchema)) {}
export class RecordSystemFactBody extends dto(recordSystemFactSchema) {}
export class ChangeSystemFactBody extends dto(changeSystemFactSchema) {}
export class ListSystemFactsQuery extends dto(listSystemFactsSchema) {}
