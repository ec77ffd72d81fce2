import { z } from 'zod';
import { PERMISSIONS, type Reach } from '#access';
import { dto, rule, versionSchema } from '#http';
import { idSchema } from '#kernel';
import { reachSchema } from './members.contract.ts';

/** What only makes sense for who sees some family. */
const NEEDS_FAMILIES = /^(families|files|requests|correspondence|escalations)\./;

const name = z
  .string()
  .trim()
  .min(2)
  .max(80)
  .refine(
    (text) => /^\P{Cc}*$/u.test(text),
    rule('control-character', { ru: 'Уберите управляющие знаки.', en: 'Take out the control characters.' }),
  )
  .normalize('NFC');

const permissions = z
  .array(z.enum(PERMISSIONS))
  .max(PERMISSIONS.length)
  .transform((given) => [...new Set(given)].sort());

export const newRoleSchema = z
  .strictObject({ name, reach: reachSchema, permissions })
  .refine(({ reach, permissions: wanted }) => reachCarries(reach, wanted), {
    ...rule('reach-too-short', {
      ru: 'Роль без доступа к семьям не может иметь прав на семьи, файлы, обращения, переписку и жалобы.',
      en: 'A role that sees no family cannot have permissions on families, files, requests, letters or complaints.',
    }),
    path: ['permissions'],
  });
export type NewRole = z.output<typeof newRoleSchema>;

export const roleSchema = z.object({
  id: idSchema,
  name: z.string(),
  reach: reachSchema,
  permissions: z.array(z.enum(PERMISSIONS)).readonly(),
  /** How many people hold it now, in all branches. */
  membersCount: z.int(),
  version: versionSchema,
});
export type CustomRole = z.output<typeof roleSchema>;

export class NewRoleBody extends dto(newRoleSchema) {}
export class ChangeCustomRoleBody extends dto(z.strictObject({ name, permissions })) {}
export class CustomRoleAnswer extends dto(roleSchema) {}
export class CustomRoleList extends dto(z.object({ items: z.array(roleSchema).readonly() })) {}

/** @returns true when a role of this reach can carry all of these permissions. */
export function reachCarries(reach: Reach, wanted: readonly string[]): boolean {
  return reach !== 'none' || !wanted.some((one) => NEEDS_FAMILIES.test(one));
}
