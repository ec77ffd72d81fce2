import { z } from 'zod';
import type { Actor } from '#kernel';

/**
 * What happened, for the log that outlives the data. Codes and ids only, no names, addresses or letter texts: an
 * erased family's entries stay, and whoever audits must not learn who it was.
 */
export interface AuditRecord {
  /** Dotted, as the permission is called: `families.create`. */
  readonly action: string;
  readonly by: Actor;
  readonly subject: { readonly type: string; readonly id: string };
  readonly familyId?: string | undefined;
  /** A code, or a short sentence without personal data. */
  readonly reason?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean>> | undefined;
}

const short = z.string().min(1).max(200);
const code = z.string().regex(/^[a-z][A-Za-z0-9._-]{0,79}$/);

export const auditRecordSchema = z.strictObject({
  action: z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/),
  by: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), personId: z.uuid(), role: short, requestId: z.string().max(200) }),
    z.object({ kind: z.literal('job'), job: short, outboxId: z.uuid() }),
  ]),
  subject: z.strictObject({ type: code, id: z.string().regex(/^[A-Za-z0-9._:-]{1,80}$/) }),
  familyId: z.uuid().optional(),
  reason: short.optional(),
  details: z.record(code, z.union([z.string().max(200), z.number(), z.boolean()])).optional(),
});
