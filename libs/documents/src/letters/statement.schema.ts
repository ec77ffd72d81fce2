import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { declinedNameSchema } from '../declension/declined-name.schema.ts';
import { letterLine } from './letter-text.ts';
import {
  caseNumberSchema,
  guardianSchema,
  letterAttachments,
  letterChildren,
  optional,
  termSchema,
} from './parties.schema.ts';

export const demandCodes = [
  'consent_withdrawal',
  'stop_processing',
  'third_party_ban',
  'destruction',
  'destruction_confirmation',
  'access_request',
] as const;

/** One demand, one clock. The articles stand in the wording; the term is the caller's, from the rule in force. */
const demandSchema = z.object({
  code: z.enum(demandCodes),
  /** Names of the information systems it concerns; empty means every processing by the addressee. */
  systems: z.array(letterLine(300)).max(60),
  /** Null prints no term, for demands to which the law gives none. */
  term: termSchema.nullable(),
});

/** Заявление to a school's director: what is demanded, on which article, within which term. */
export const statementSchema = z.object({
  caseNumber: caseNumberSchema,
  date: localDateSchema,
  school: z.object({ name: letterLine(600), shortName: letterLine(300), address: optional(letterLine(400)) }),
  director: z.object({
    /** The position in the dative. */
    position: letterLine(120).default('Директору'),
    name: declinedNameSchema,
  }),
  guardian: guardianSchema,
  children: letterChildren,
  /** The consent that is withdrawn, if its date or number is known. */
  consent: optional(z.object({ date: optional(localDateSchema), number: optional(letterLine(60)) })),
  demands: z.array(demandSchema).min(1).max(60),
  /** Says that processing which 273-ФЗ lays on the school is not disputed. */
  reservation: z.boolean(),
  /** Paragraphs that the applicant adds in their own name. */
  clauses: z.array(letterLine(1000)).max(10).default([]),
  /** A ruled box for the school's incoming number, date and signature. */
  receiptMark: z.boolean().default(true),
  attachments: letterAttachments,
});

export type StatementInput = z.input<typeof statementSchema>;
export type Statement = z.output<typeof statementSchema>;
