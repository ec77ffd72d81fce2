import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { responsiblePersonSchema } from './branch-settings.contract.ts';

export const branchSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Capital Cyrillic letters that every case number of the branch begins with. */
  casePrefix: z.string(),
  region: z.object({ code: z.string(), name: z.object({ ru: z.string(), en: z.string() }) }),
  /** IANA name; the day of a deadline ends by this clock. */
  timeZone: z.string(),
  postalAddress: z.string(),
  languages: z.array(z.string()).readonly(),
  letterhead: z.string(),
  /** Empty: the name of the association stands beside the address in outgoing mail. */
  mailSenderName: z.string(),
  /** Days from the last day of a term on which people are reminded; below zero before it, above zero after it. */
  reminderDays: z.array(z.int()),
  /** The hour of reminders, in the zone of the deadline. */
  reminderHour: z.int(),
  responsible: z.object(responsiblePersonSchema.shape).nullable(),
  /** The order to the processor that is in force: the newest by the day of signing (152-ФЗ ст. 6 ч. 3). */
  processingOrder: z.object({ version: z.string(), signedOn: localDateSchema, fileId: idSchema }).nullable(),
  status: z.enum(['open', 'suspended', 'closed']),
  version: versionSchema,
  association: z.object({ id: idSchema, name: z.string() }),
});
export type Branch = z.infer<typeof branchSchema>;

export const memberSchema = z.object({
  personId: idSchema,
  role: z.string(),
  grantedAt: instantSchema,
});
export type Member = z.infer<typeof memberSchema>;

export const listMembersSchema = listQuery({
  sorts: ['grantedAt', '-grantedAt'],
  filters: { role: anyOf(z.string().max(40)) },
});
export type ListMembers = z.output<typeof listMembersSchema>;

export class BranchAnswer extends dto(branchSchema) {}
export class MemberPage extends dto(pageOf(memberSchema)) {}
export class ListMembersQuery extends dto(listMembersSchema) {}
