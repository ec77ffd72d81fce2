import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { declinedNameSchema } from '../declension/declined-name.schema.ts';
import { letterLine } from './letter-text.ts';
import { letterheadSchema } from './letterhead.schema.ts';
import {
  caseNumberSchema,
  guardianSchema,
  letterAttachments,
  letterChildren,
  optional,
  termSchema,
} from './parties.schema.ts';

/** One clock that ran out: from which day, how long, the last day. All computed by the caller, by the rule in force. */
const termLineSchema = z.object({
  demand: letterLine(300),
  /** «ч. 5.1 ст. 21 152-ФЗ» */
  basis: letterLine(200),
  received: localDateSchema,
  term: termSchema,
  due: localDateSchema,
});

export const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('silence') }),
  z.object({
    kind: z.literal('answer'),
    date: localDateSchema,
    number: optional(letterLine(60)),
    /** What the operator wrote and what the applicant finds lacking in it, as the applicant's own assessment. */
    assessment: letterLine(3000),
  }),
]);

export const termLines = z.array(termLineSchema).min(1).max(60);

/** Жалоба to a founder, to a territorial office of Roskomnadzor or to a prosecutor: one skeleton, three wordings. */
export const complaintSchema = z.object({
  caseNumber: caseNumberSchema,
  date: localDateSchema,
  letterhead: optional(letterheadSchema),
  authority: z.object({
    /** In the nominative, as the directory has it: «Управление Роскомнадзора по Центральному федеральному округу». */
    name: letterLine(400),
    address: letterLine(400),
    /** Who heads it, with the position in the dative: «Начальнику». */
    head: optional(z.object({ position: letterLine(120), name: declinedNameSchema })),
  }),
  guardian: guardianSchema,
  children: letterChildren,
  /** Who acts for the applicant by a power of attorney (ГК РФ ст. 185); null where the applicant acts alone. */
  representative: optional(z.object({ name: letterLine(600), mandateDate: localDateSchema })),
  operator: z.object({
    name: letterLine(600),
    shortName: letterLine(300),
    inn: optional(z.string().regex(/^\d{10}(\d{2})?$/)),
    ogrn: optional(z.string().regex(/^\d{13}(\d{2})?$/)),
    address: letterLine(400),
  }),
  circumstances: z
    .array(z.object({ date: localDateSchema, text: letterLine(3000) }))
    .min(1)
    .max(100),
  terms: termLines,
  answer: answerSchema,
  /** Norms the applicant holds to be broken: «ч. 5.1 ст. 21 152-ФЗ: обработка не прекращена в установленный срок». */
  norms: z.array(letterLine(600)).min(1).max(40),
  /** Whether Roskomnadzor may tell the operator who complains. */
  discloseApplicant: z.boolean(),
  attachments: letterAttachments,
});

export type ComplaintInput = z.input<typeof complaintSchema>;
export type Complaint = z.output<typeof complaintSchema>;
