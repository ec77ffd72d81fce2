import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { addresseeSchema } from './addressee.schema.ts';
import { letterLine } from './letter-text.ts';
import { letterheadSchema } from './letterhead.schema.ts';
import { caseNumberSchema, letterAttachments, optional } from './parties.schema.ts';

/** Сопроводительное письмо of the association to a letter of the applicant. */
export const coverNoteSchema = z.object({
  caseNumber: caseNumberSchema,
  date: localDateSchema,
  letterhead: letterheadSchema,
  /** Our own register's number, исходящий №. */
  outgoingNumber: optional(letterLine(60)),
  addressee: addresseeSchema,
  sent: z.object({
    kind: z.enum(['statement', 'repeated-demand', 'complaint']),
    date: localDateSchema,
    /** In the genitive: «Ивановой Марии Петровны». */
    applicant: letterLine(200),
  }),
  /** By what right the association hands it in; null where it only carries it. */
  mandateDate: optional(localDateSchema),
  /** Where the answer goes besides the applicant's own address. */
  replyEmail: optional(letterLine(254)),
  attachments: letterAttachments,
  signer: z.object({ position: letterLine(200), initials: letterLine(100) }),
});

export type CoverNoteInput = z.input<typeof coverNoteSchema>;
