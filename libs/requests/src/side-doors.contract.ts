import { z } from 'zod';
import { idSchema } from '#kernel';
import { dto } from '#http';
import { actionNames } from './request-actions.ts';
import { requestSchema } from './requests.contract.ts';
import { returnReasons } from './request-state.ts';

export class ReturnRequestBody extends dto(
  z.strictObject({
    reason: z.enum(returnReasons),
    /** The message of the request's thread that shows it: a bounce, a letter back, a note of a call. */
    messageId: idSchema.optional(),
  }),
) {}

export class TransferRequestBody extends dto(
  z.strictObject({
    /** The operator to which the addressee passed the request on. */
    authorityId: idSchema,
    messageId: idSchema.optional(),
  }),
) {}

export class TransferAnswer extends dto(
  z.object({
    request: requestSchema,
    /** The draft to the operator that the request was passed on to, with the demands that have no outcome yet. */
    successor: requestSchema,
  }),
) {}

export class ActionList extends dto(
  z.object({
    version: z.int(),
    items: z.array(
      z.object({
        action: z.enum(actionNames),
        method: z.literal('POST'),
        path: z.string().meta({ example: '/v1/branches/…/requests/…/letter' }),
        permission: z.string(),
        allowed: z.boolean(),
        reasons: z.array(z.object({ code: z.string(), ru: z.string(), en: z.string() })),
      }),
    ),
  }),
) {}
