import { z } from 'zod';
import { anyOf, dto, flag, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import {
  authorityEmailSchema,
  authorityKindSchema,
  authorityStatusSchema,
  emailQualitySchema,
  emailsSchema,
  headSchema,
  innSchema,
  kppSchema,
  licenceSchema,
  line,
  ogrnSchema,
  regionCodeSchema,
  timeZoneSchema,
} from './authority-fields.contract.ts';

const emailAnswerSchema = z.object({
  id: idSchema,
  ...authorityEmailSchema.omit({ quality: true, purpose: true }).shape,
  purpose: authorityEmailSchema.shape.purpose.unwrap(),
  quality: emailQualitySchema,
  /** The branch that last found the address to be read, and when. */
  confirmed: z.object({ branchId: idSchema, at: instantSchema }).nullable(),
  bounces: z.object({ hard: z.int(), soft: z.int(), lastAt: instantSchema.nullable() }),
  /** How many other entries name the same mailbox: letters there must name the school in the text. */
  sharedWith: z.int(),
});

const successorSchema = z.object({
  id: idSchema,
  shortName: z.string(),
  kind: z.enum(['merged', 'joined', 'split', 'transformed']),
  effectiveOn: localDateSchema,
});

export const authoritySchema = z.object({
  id: idSchema,
  kind: authorityKindSchema,
  regionCode: z.string(),
  municipality: z.string().nullable(),
  shortName: z.string(),
  fullName: z.string(),
  inn: z.string().nullable(),
  ogrn: z.string().nullable(),
  kpp: z.string().nullable(),
  postalAddress: z.string(),
  timeZone: z.string(),
  head: z.object(headSchema.shape).nullable(),
  founderId: idSchema.nullable(),
  licence: z.object(licenceSchema.shape).nullable(),
  status: authorityStatusSchema,
  /** Who took over, the next step only; `/succession` follows the whole chain. */
  successors: z.array(successorSchema).readonly(),
  emails: z.array(emailAnswerSchema).readonly(),
  version: versionSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Authority = z.output<typeof authoritySchema>;

/** What may be corrected later; kind and region stay, because other rules hang on them. */
const correctable = {
  shortName: line(200),
  fullName: line(500),
  municipality: line(200).nullable(),
  inn: innSchema.nullable(),
  ogrn: ogrnSchema.nullable(),
  kpp: kppSchema.nullable(),
  postalAddress: line(400),
  timeZone: timeZoneSchema,
  head: headSchema.nullable(),
  founderId: idSchema.nullable(),
  licence: licenceSchema.nullable(),
  status: authorityStatusSchema,
  emails: emailsSchema,
};

export const createAuthoritySchema = z.strictObject({
  ...correctable,
  kind: authorityKindSchema,
  regionCode: regionCodeSchema,
  municipality: correctable.municipality.default(null),
  inn: correctable.inn.default(null),
  ogrn: correctable.ogrn.default(null),
  kpp: correctable.kpp.default(null),
  /** The region's own when left out. */
  timeZone: timeZoneSchema.optional(),
  head: correctable.head.default(null),
  founderId: correctable.founderId.default(null),
  licence: correctable.licence.default(null),
  status: authorityStatusSchema.default('active'),
  emails: emailsSchema.default([]),
  /** Where all this was found, in words. */
  source: line(200).optional(),
});
export type CreateAuthority = z.output<typeof createAuthoritySchema>;

/** `emails`, when given, replaces the whole list. */
export const authorityChangesSchema = z.strictObject(correctable).partial();
export type AuthorityChanges = z.output<typeof authorityChangesSchema>;

export const correctAuthoritySchema = authorityChangesSchema.extend({
  /** Where the new facts were found, in words; kept in the history. */
  source: line(200).optional(),
  reason: line(400).optional(),
  /** Since when it is so, as for a new name. */
  effectiveOn: localDateSchema.optional(),
});
export type CorrectAuthority = z.output<typeof correctAuthoritySchema>;

export const listAuthoritiesSchema = listQuery({
  sorts: ['name', '-name', 'createdAt', '-createdAt', 'updatedAt', '-updatedAt'],
  filters: {
    kind: anyOf(authorityKindSchema),
    region: anyOf(regionCodeSchema),
    municipality: anyOf(line(200)),
    status: anyOf(authorityStatusSchema),
    /** Has an address of one of these qualities. */
    quality: anyOf(emailQualitySchema),
    /** Has an address that does not bounce. */
    hasEmail: flag(),
    /** Names this mailbox. */
    email: z.email().max(254).toLowerCase().optional(),
    founderId: idSchema.optional(),
    changedSince: instantSchema.optional(),
    name: z.string().trim().min(1).max(100).optional(),
    /** As people say it: «школа 14 казань», an ИНН, a part of a name. */
    q: z.string().trim().min(1).max(200).optional(),
  },
});
export type ListAuthorities = z.output<typeof listAuthoritiesSchema>;

export class AuthorityAnswer extends dto(authoritySchema) {}
export class AuthorityPage extends dto(pageOf(authoritySchema)) {}
export class CreateAuthorityBody extends dto(createAuthoritySchema) {}
export class CorrectAuthorityBody extends dto(correctAuthoritySchema) {}
export class ListAuthoritiesQuery extends dto(listAuthoritiesSchema) {}
