import { z } from 'zod';
import { idSchema, localDateSchema } from '#kernel';
import { chosenBlocksSchema } from '#correspondence';
import { demandCodeSchema } from '#law';
import { anyOf, dto, flag, instantSchema, listQuery, pageOf, rule, versionSchema } from '#http';
import { requestStages } from './request-state.ts';

export const demandOutcomes = [
  'complied',
  'complied_partially',
  'refused_reasoned',
  'refused_unreasoned',
  'redirected',
  'extended',
  'silence',
  'informal_answer',
] as const;
export type DemandOutcome = (typeof demandOutcomes)[number];

/** Computed from the clocks at the moment of reading; never stored. */
export const latenessSchema = z.enum(['no_clock', 'in_time', 'overdue', 'settled']);
export type Lateness = z.infer<typeof latenessSchema>;

const systemCode = z.string().regex(/^[a-z0-9_]{2,40}$/);

const demandSchema = z.object({
  id: idSchema,
  position: z.int(),
  kind: demandCodeSchema,
  systemCodes: z.array(z.string()),
  legalBasis: z.string(),
  outcome: z.enum(demandOutcomes).nullable(),
  retentionBasis: z.string().nullable(),
  outcomeMessageId: idSchema.nullable(),
  outcomeAt: instantSchema.nullable(),
});

export const requestSummarySchema = z.object({
  id: idSchema,
  version: versionSchema,
  caseNumber: z.string().meta({ example: 'КЗН-2026-000123' }),
  familyId: idSchema,
  authorityId: idSchema,
  stage: z.enum(requestStages),
  lateness: latenessSchema,
  nextDueOn: localDateSchema.nullable(),
  replyWaitingSince: instantSchema.nullable(),
  submittedAt: instantSchema.nullable(),
  createdAt: instantSchema,
});

export const requestSchema = requestSummarySchema.extend({
  guardianId: idSchema,
  childIds: z.array(idSchema),
  letterId: idSchema.nullable(),
  threadId: idSchema.nullable(),
  receivedOn: localDateSchema.nullable(),
  incomingNumber: z.string().nullable(),
  /** Why it left the straight way: a reason of a return, or `transferred`. */
  departureReason: z.string().nullable(),
  /** The request that an addressee passed on, of which this one is the continuation. */
  transferredFrom: idSchema.nullable(),
  demands: z.array(demandSchema),
});
export type RequestSummary = z.infer<typeof requestSummarySchema>;
export type RequestView = z.infer<typeof requestSchema>;

export class RequestAnswer extends dto(requestSchema) {}
export class RequestPage extends dto(pageOf(requestSummarySchema)) {}

export class ListRequestsQuery extends dto(
  listQuery({
    sorts: ['-createdAt', 'createdAt', 'nextDueOn', '-nextDueOn'],
    filters: {
      stage: anyOf(z.enum(requestStages)),
      familyId: idSchema.optional(),
      authorityId: idSchema.optional(),
      replyWaiting: flag(),
      overdue: flag(),
      /** Requests with a clock that runs out on this day or before. */
      dueBefore: localDateSchema.optional(),
    },
  }),
) {}

export class OpenRequestBody extends dto(
  z.strictObject({
    familyId: idSchema,
    guardianId: idSchema,
    childIds: z.array(idSchema).min(1).max(20),
    authorityId: idSchema,
    /** Write to the addressee although the directory says that it is closed or has a successor. */
    addresseeConfirmed: z.boolean().default(false),
    demands: z
      .array(z.strictObject({ kind: demandCodeSchema, systemCodes: z.array(systemCode).min(1).max(30) }))
      .min(1)
      .max(20)
      .refine(
        (demands) => new Set(demands.map(({ kind }) => kind)).size === demands.length,
        rule('demand-repeated', {
          ru: 'Каждое требование называют один раз, со всеми его системами.',
          en: 'Name each demand once, with all of its systems.',
        }),
      ),
  }),
) {}

const letterWishesSchema = z.strictObject({
  /** Says in the letter that processing which the law lays on the addressee is not disputed. */
  reservation: z.boolean().default(true),
  /** Adds a ruled box for the incoming number: for a letter that is handed in on paper. */
  receiptMark: z.boolean().default(false),
  /** Codes of disputed claims, as `GET /v1/contested-clauses` lists them, that the applicant makes in their own name. */
  clauses: z.array(z.string().max(60)).max(10).default([]),
  /** Optional blocks of the template to switch on or off, by code; `GET …/letter-wordings` lists them. */
  blocks: chosenBlocksSchema,
});

export class PrepareLetterBody extends dto(letterWishesSchema) {}

export class PreviewLetterBody extends dto(
  letterWishesSchema.extend({
    /** A version to try, approved or not; without it the wording in use. */
    templateId: idSchema.optional(),
  }),
) {}

export class SignLetterBody extends dto(
  z.strictObject({ fileId: idSchema, how: z.enum(['scan', 'simple_signature', 'qualified_signature']) }),
) {}

export class SubmitByEmailBody extends dto(
  z.strictObject({
    /** One of the addressee's addresses in the directory. */
    to: z.email().max(254).toLowerCase(),
  }),
) {}

/** A letter that a person took to the post, the office or a portal. */
export class FileByHandBody extends dto(
  z.strictObject({
    channel: z.enum(['registered_post', 'in_person', 'epgu_pos', 'official_site_esia']),
    filedOn: localDateSchema,
    /** Incoming, tracking or portal number. */
    registrationNumber: z.string().trim().min(1).max(100).optional(),
    evidenceFileIds: z.array(idSchema).max(20).default([]),
  }),
) {}

export class ClassifyReplyBody extends dto(
  z.strictObject({
    messageId: idSchema,
    /** «вх. № 123» as the addressee writes it, and the day it was entered there. */
    incomingNumber: z.string().trim().min(1).max(100).optional(),
    receivedOn: localDateSchema.optional(),
    outcomes: z
      .array(
        z.strictObject({
          demandId: idSchema,
          outcome: z.enum(demandOutcomes),
          retentionBasis: z.string().max(60).optional(),
        }),
      )
      .max(20)
      .default([]),
  }),
) {}

export class PreparedLetterAnswer extends dto(
  z.object({
    requestId: idSchema,
    version: versionSchema,
    letterId: idSchema,
    pages: z.int(),
    sha256: z.string(),
    /** Case forms that the libraries disagree on: a person should look at the header before the letter is signed. */
    doubtfulNames: z.array(z.enum(['guardian', 'child', 'director'])),
  }),
) {}

export class SubmittedAnswer extends dto(
  z.object({ requestId: idSchema, version: versionSchema, messageId: idSchema, threadId: idSchema }),
) {}
