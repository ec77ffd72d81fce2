import { z } from 'zod';
import { dto } from '#http';
import { idSchema } from '#kernel';

/** `3:<letter>:2`: the third page of the file is the second of the letter. */
const assignment = z
  .string()
  .regex(/^[1-9]\d{0,2}:[0-9a-f-]{36}:[1-9]\d{0,2}$/iu)
  .transform((text) => {
    const [scanPage = '', letterId = '', page = ''] = text.split(':');
    return { scanPage: Number(scanPage), letterId: letterId.toLowerCase(), page: Number(page) };
  });

export class ScanBatchQuery extends dto(
  z.strictObject({
    /** What a person says of pages whose code could not be read; may be given several times. */
    assign: z
      .union([assignment, z.array(assignment).max(200)])
      .optional()
      .transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given])),
  }),
) {}
export type Assignment = InstanceType<typeof ScanBatchQuery>['assign'][number];

export const scanBatchSchema = z.object({
  letters: z.array(
    z.object({
      letterId: idSchema,
      /** `incomplete`: pages are missing; `twice`: a page is there twice; `frozen`: the letter has left already. */
      outcome: z.enum(['signed', 'incomplete', 'twice', 'frozen']),
      missingPages: z.array(z.int()),
      /** The signed letter, cut out of the file. */
      fileId: idSchema.nullable(),
    }),
  ),
  /** Pages of the file that belong to no letter, for a person: upload again with `assign`. */
  unmatchedPages: z.array(z.int()),
});
export type ScanBatch = z.output<typeof scanBatchSchema>;

export class ScanBatchAnswer extends dto(scanBatchSchema) {}
