import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';

export const handOverStatusSchema = z.enum(['offered', 'accepted', 'completed', 'rejected', 'revoked']);

/** The family's own consent, without which nothing moves: who of it, on which day, and the signed paper if there is one. */
const consent = z.strictObject({
  guardianId: idSchema,
  givenOn: localDateSchema,
  fileId: idSchema.nullable().default(null),
});

export const offerSchema = z.strictObject({ toBranchId: idSchema, consent });
export type Offer = z.output<typeof offerSchema>;

export const handOverSchema = z.object({
  id: idSchema,
  familyId: idSchema,
  toBranchId: idSchema,
  status: handOverStatusSchema,
  consent: z.object({ guardianId: idSchema, givenOn: localDateSchema, fileId: idSchema.nullable() }),
  offeredBy: idSchema,
  offeredAt: instantSchema,
  decidedAt: instantSchema.nullable(),
});
export type HandOver = z.output<typeof handOverSchema>;

/** As the receiving branch sees it before it accepts: nothing of the family. */
export const incomingSchema = z.object({
  id: idSchema,
  fromBranchId: idSchema,
  status: handOverStatusSchema,
  consentOn: localDateSchema,
  offeredAt: instantSchema,
});
export type Incoming = z.output<typeof incomingSchema>;

export const receivedSchema = z.object({ familyId: idSchema, number: z.int() });
export type Received = z.output<typeof receivedSchema>;

export const sisterBranchSchema = z.object({ id: idSchema, name: z.string(), regionCode: z.string() });
export type SisterBranch = z.output<typeof sisterBranchSchema>;

export class OfferHandOverBody extends dto(offerSchema) {}
export class HandOverAnswer extends dto(handOverSchema) {}
export class HandOverList extends dto(z.object({ items: z.array(handOverSchema).readonly() })) {}
export class IncomingList extends dto(z.object({ items: z.array(incomingSchema).readonly() })) {}
export class SisterBranchList extends dto(z.object({ items: z.array(sisterBranchSchema).readonly() })) {}
export class ReceivedAnswer extends dto(receivedSchema) {}
