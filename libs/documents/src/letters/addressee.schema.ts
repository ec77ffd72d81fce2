import { z } from 'zod';
import { declinedNameSchema } from '../declension/declined-name.schema.ts';
import { letterLine } from './letter-text.ts';
import { optional } from './parties.schema.ts';

/** A body that is written to. Names in the nominative: the wording puts them into the case it needs, or avoids one. */
export const addresseeSchema = z.object({
  name: letterLine(600),
  shortName: letterLine(300),
  address: optional(letterLine(400)),
  /** Who heads it, with the position in the dative; null where the directory knows nobody. */
  head: optional(z.object({ position: letterLine(120), name: declinedNameSchema })),
});
