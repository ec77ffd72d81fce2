import { z } from 'zod';
import { dto, instantSchema, listQuery, pageOf, rule } from '#http';
import { idSchema } from '#kernel';

const email = z.string().min(3).max(254).meta({ example: 'volunteer@kazan.test' });
const days = z.int().min(1).max(30).default(7).describe('Days until it expires');
const token = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .describe('What stands behind the # of the link')
  .meta({ example: 'q0Z8C1yV0pYb2mB8tVw3m5mUuS3nB8m0yqv7f1m0y9A' });

export const invitationStateSchema = z.enum(['open', 'accepted', 'revoked', 'expired']);

export const invitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  role: z.string(),
  state: invitationStateSchema,
  invitedBy: idSchema,
  createdAt: instantSchema,
  expiresAt: instantSchema,
  /** Of the last mail; null while it waits in the outbox or could not be handed over. */
  sentAt: instantSchema.nullable(),
  acceptedAt: instantSchema.nullable(),
  acceptedBy: idSchema.nullable(),
});
export type Invitation = z.output<typeof invitationSchema>;

export class InvitationAnswer extends dto(invitationSchema) {}
export class InvitationPage extends dto(pageOf(invitationSchema)) {}

export const listInvitationsSchema = listQuery({
  sorts: ['-createdAt'],
  filters: { state: invitationStateSchema.optional() },
});
export type ListInvitations = z.output<typeof listInvitationsSchema>;
export class ListInvitationsQuery extends dto(listInvitationsSchema) {}

export class InviteBody extends dto(
  z.strictObject({
    email,
    role: z.string().min(1).max(40).meta({ example: 'volunteer' }),
    days,
    language: z
      .enum(['ru', 'en'])
      .nullable()
      .default(null)
      .describe('Of the mail; null: the usual one of the person or the branch'),
  }),
) {}
export class ResendInvitationBody extends dto(z.strictObject({ days })) {}

export class InvitationTokenBody extends dto(z.strictObject({ token })) {}
export class AcceptInvitationBody extends dto(
  z.strictObject({
    token,
    name: z
      .string()
      .trim()
      .min(2)
      .max(200)
      .refine(
        (text) => /\p{L}/u.test(text),
        rule('name-without-letters', { ru: 'Нужно имя.', en: 'A name is needed.' }),
      )
      .meta({ example: 'Вера Образцова' }),
    password: z.string().min(1).max(1000),
  }),
) {}
export class InvitationPreviewAnswer extends dto(
  z.object({
    email: z.string(),
    role: z.string(),
    branch: z.string(),
    association: z.string(),
    needsSecondFactor: z.boolean().describe('The role lets its holders in with two factors only'),
    needsSignIn: z
      .boolean()
      .describe('Somebody is registered with this address: sign in and accept at /v1/me/invitations'),
  }),
) {}
export class AcceptedAnswer extends dto(z.object({ branchId: idSchema, personId: idSchema })) {}
