import { z } from 'zod';
import { PERMISSIONS } from '#access';
import { dto } from '#http';
import { idSchema } from '#kernel';
import { memberSchema } from './organisations.contract.ts';

/** Code of a built-in role, or the id of a role of the association. */
const roleCode = z.string().min(1).max(40).meta({ example: 'volunteer' });

export const reachSchema = z.enum(['branch', 'assigned', 'none']);

export const branchRoleSchema = z.object({
  code: z.string(),
  /** Null for the built-in roles, which clients name in the reader's language. */
  name: z.string().nullable(),
  reach: reachSchema,
  permissions: z.array(z.enum(PERMISSIONS)).readonly(),
});
export type BranchRole = z.output<typeof branchRoleSchema>;

export class GrantRoleBody extends dto(z.strictObject({ personId: idSchema, role: roleCode })) {}
export class ChangeRoleBody extends dto(z.strictObject({ role: roleCode })) {}
export class MemberAnswer extends dto(memberSchema) {}
export class BranchRoleList extends dto(z.object({ items: z.array(branchRoleSchema).readonly() })) {}
