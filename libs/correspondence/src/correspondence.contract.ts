import { z } from 'zod';
import { anyOf, dto, flag, instantSchema, listQuery, pageOf } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { messageStates } from './message-state.ts';

/** Channels that a person serves; what was done over them is recorded, not sent. The last word on fitness has the law. */
export const filingChannels = [
  'registered_post',
  'in_person',
  'portal',
  'epgu_pos',
  'official_site_esia',
  'e_diary_message',
  'messenger',
  'gas_pravosudie',
] as const;
export type FilingChannel = (typeof filingChannels)[number];

export const messageSchema = z.object({
  id: idSchema,
  threadId: idSchema,
  familyId: idSchema,
  letterId: idSchema.nullable(),
  direction: z.enum(['outbound', 'inbound']),
  channel: z.string(),
  state: z.enum(messageStates),
  /** Why it counts as a machine's mail, or `unparseable`; null when no sign was found. */
  machine: z.string().nullable(),
  /** Of the mail itself (RFC 5322); null for other channels and unreadable mail. */
  messageIdHeader: z.string().nullable(),
  /** The other server's last words about it. */
  serverResponse: z.string().nullable(),
  /** Since when a person has to look at it, as after a bounce; null: nobody has to. */
  attentionSince: instantSchema.nullable(),
  sentAt: instantSchema.nullable(),
  receivedAt: instantSchema.nullable(),
  createdAt: instantSchema,
});
export type Message = z.output<typeof messageSchema>;

export const attachmentSchema = z.object({
  position: z.int().min(1),
  fileId: idSchema,
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  /** Lower-case hex. */
  sha256: z.string(),
  status: z.enum(['clean', 'quarantined']),
});

export const attemptSchema = z.object({
  fence: z.int(),
  startedAt: instantSchema,
  /** Null: the worker did not live to see it. */
  finishedAt: instantSchema.nullable(),
  outcome: z.enum(['accepted', 'refused', 'not-sent', 'unknown']).nullable(),
  /** How far the conversation came; `relay-log` when the server's own record decided. */
  phase: z.string().nullable(),
  response: z.string().nullable(),
});

export const wholeMessageSchema = messageSchema.extend({
  from: z.string().nullable(),
  to: z.array(z.string()),
  subject: z.string().nullable(),
  text: z.string(),
  filedOn: localDateSchema.nullable(),
  registrationNumber: z.string().nullable(),
  attachments: z.array(attachmentSchema),
  attempts: z.array(attemptSchema),
});
export type WholeMessage = z.output<typeof wholeMessageSchema>;

export class MessagePage extends dto(pageOf(messageSchema)) {}
export class WholeMessageAnswer extends dto(wholeMessageSchema) {}
export class MessageAnswer extends dto(messageSchema) {}

export class ListThreadMessagesQuery extends dto(listQuery({ sorts: ['createdAt'], filters: {} })) {}
export class ListMessagesQuery extends dto(
  listQuery({ sorts: ['createdAt'], filters: { state: anyOf(z.enum(messageStates)), attention: flag() } }),
) {}

export class SettleMessageBody extends dto(
  z.strictObject({
    /** `not-sent` queues it again: only when the other side is known not to have it. */
    as: z.enum(['sent', 'not-sent']),
    /** How that is known. Goes to the log, which outlives the data: no names. */
    reason: z.string().trim().min(3).max(200),
  }),
) {}
