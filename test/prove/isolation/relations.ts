import { type Role, ROLES } from '#access';

export const roles = Object.keys(ROLES) as Role[];

/** How a person stands to what a call names. */
export const relations = [
  'own',
  'unassigned',
  'assignment-ended',
  'sealed',
  'foreign',
  'absent',
  'other-branch',
  'membership-revoked',
  'no-sign-in',
] as const;
export type Relation = (typeof relations)[number];
