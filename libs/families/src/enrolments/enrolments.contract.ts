import { z } from 'zod';
import { dto, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { enrolmentSchema as newEnrolmentShape, line } from '../family-people.contract.ts';

export const enrolmentSchema = z.object({
  id: idSchema,
  authorityId: idSchema,
  classLabel: z.string(),
  from: localDateSchema,
  to: localDateSchema.nullable(),
  /** «2025/26»: every school year that it touches, from September to August; open ones to the current one. */
  schoolYears: z.array(z.string()).readonly(),
});
export type Enrolment = z.output<typeof enrolmentSchema>;

export const enrolSchema = z.strictObject({
  ...newEnrolmentShape.shape,
  to: localDateSchema.nullable().default(null),
  /** The child changes school: the enrolment that is open ends on the day before. False: an overlap is refused. */
  endsFormer: z.boolean().default(true),
});
export type Enrol = z.output<typeof enrolSchema>;

export const changeEnrolmentSchema = z.strictObject({
  classLabel: line(40).optional(),
  from: localDateSchema.optional(),
  to: localDateSchema.nullable().optional(),
});
export type ChangeEnrolment = z.output<typeof changeEnrolmentSchema>;

export class EnrolBody extends dto(enrolSchema) {}
export class ChangeEnrolmentBody extends dto(changeEnrolmentSchema) {}
/** `version` is the family's; `endedId`: the enrolment that this one put an end to. */
export class EnrolmentAnswer extends dto(
  enrolmentSchema.extend({ version: versionSchema, endedId: idSchema.nullable() }),
) {}
