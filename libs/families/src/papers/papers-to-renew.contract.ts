import { z } from 'zod';
import { dto, pageOf } from '#http';
import { idSchema, localDateSchema, pageQuerySchema } from '#kernel';

/** A paper that names the association which had the branch before. Numbers and initials only. */
export const paperToRenewSchema = z.object({
  kind: z.enum(['processing-consent', 'mandate']),
  id: idSchema,
  /** The purpose of a consent, the scope of a mandate. */
  what: z.string(),
  givenOn: localDateSchema,
  /** To whom it was given. */
  operator: z.object({ id: idSchema, name: z.string() }),
  guardianId: idSchema,
  familyId: idSchema,
  number: z.int(),
  initials: z.string(),
});
export type PaperToRenew = z.output<typeof paperToRenewSchema>;

export class ListPapersToRenewQuery extends dto(z.strictObject(pageQuerySchema.shape)) {}
export class PapersToRenewPage extends dto(pageOf(paperToRenewSchema)) {}
