import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { declinedNameSchema } from '../declension/declined-name.schema.ts';
import { letterLine } from './letter-text.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Printed on every page and in the QR code: letters, digits, `.`, `/` and `-`. */
export const caseNumberSchema = z.string().regex(/^[A-Za-z0-9А-ЯЁа-яё][A-Za-z0-9А-ЯЁа-яё./-]{0,39}$/u);

export const guardianSchema = z.object({
  name: declinedNameSchema,
  /** Родитель, усыновитель, опекун (to 14 years), попечитель (14 to 18). */
  relation: z.enum(['parent', 'adopter', 'guardian', 'trustee']),
  /** What proves the representation, in the nominative: «свидетельство о рождении серии …». */
  basisDocument: optional(letterLine(300)),
  /** The document of 152-ФЗ ст. 14 ч. 3, in the nominative: «паспорт 00 00 000000, выдан … кем». */
  identityDocument: optional(letterLine(300)),
  /** Postal address for the answer. */
  address: letterLine(400),
  phone: optional(letterLine(40)),
  email: optional(letterLine(254)),
});

export const childSchema = z.object({
  name: declinedNameSchema,
  birthDate: localDateSchema,
  /** «5 «Б»», without the word «класс». */
  className: optional(letterLine(40)),
});

export const attachmentSchema = z.object({
  title: letterLine(400),
  /** Null leaves the number of sheets out, for what is attached as a file. */
  sheets: optional(z.int().min(1).max(9999)),
});

/** A statutory term as the rule in force gives it; letters print it, they never compute it. */
export const termSchema = z.object({
  amount: z.int().min(1).max(366),
  unit: z.enum(['working-day', 'calendar-day', 'month']),
});

export type Term = z.output<typeof termSchema>;

export const letterChildren = z.array(childSchema).min(1).max(20);
export const letterAttachments = z.array(attachmentSchema).max(100).default([]);
export { optional };
