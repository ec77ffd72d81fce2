import { newId } from '#kernel';
import { association, branch, type Policy, row } from './policy-row.ts';

const gone = { 404: 'somebody else of the matrix was quicker' };
const notClosed = { 404: 'the branch was not closed, or its export is not made yet' };
const notOffered = { 404: 'the offer goes the other way' };
const reason = { reason: 'For the proof.' };

/** Associations, branches, their members, keys and logs. */
export const policyOfBranches: Policy = {
  'GET /v1/associations': row('a sign-in', 'nothing'),
  [`GET ${association}/branches`]: row('a sign-in', 'association'),
  [`POST ${association}/branches`]: row('a sign-in', 'association', {
    body: () => ({ name: 'Новое отделение', regionCode: '16', casePrefix: 'НОВ', postalAddress: 'Казань' }),
  }),
  [`POST ${association}/branches/:id/suspend`]: row('a sign-in', 'association', { body: () => reason }),
  [`POST ${association}/branches/:id/reopen`]: row('a sign-in', 'association', { body: () => reason }),
  [`POST ${association}/branches/:id/close`]: row('a sign-in', 'association', {
    body: () => ({ ...reason, eraseAfter: '2099-01-01T00:00:00.000Z' }),
  }),
  [`GET ${association}/branches/:id/closure`]: row('a sign-in', 'association', { also: notClosed }),
  [`GET ${association}/branches/:id/closure/parts`]: row('a sign-in', 'association'),
  [`GET ${association}/branches/:id/closure/parts/:position/content`]: row('a sign-in', 'association', {
    also: notClosed,
  }),
  [`POST ${association}/branches/:id/closure/lifting-of-holds`]: row('a sign-in', 'association', {
    body: () => reason,
    also: notClosed,
  }),
  [`POST ${association}/branches/:id/offers`]: row('a sign-in', 'association', {
    versioned: true,
    body: () => ({ ...reason, toAssociationId: newId() }),
  }),
  [`GET ${association}/branch-offers`]: row('a sign-in', 'association'),
  [`POST ${association}/branch-offers/:offer/revocation`]: row('a sign-in', 'association', { versioned: true }),
  [`POST ${association}/branch-offers/:offer/acceptance`]: row('a sign-in', 'association', {
    versioned: true,
    also: notOffered,
  }),
  [`POST ${association}/branch-offers/:offer/rejection`]: row('a sign-in', 'association', {
    versioned: true,
    body: () => reason,
    also: notOffered,
  }),
  [`GET ${association}/admins`]: row('a sign-in', 'association'),
  [`POST ${association}/admins`]: row('a sign-in', 'association', {
    body: ({ bystander }) => ({ personId: bystander }),
  }),
  [`DELETE ${association}/admins/:person`]: row('a sign-in', 'association', { also: gone }),
  [`GET ${association}/roles`]: row('a sign-in', 'association'),
  [`POST ${association}/roles`]: row('a sign-in', 'association', {
    body: () => ({ name: 'Наблюдатель', reach: 'none', permissions: ['branches.read'] }),
  }),
  [`PUT ${association}/roles/:role`]: row('a sign-in', 'association', {
    versioned: true,
    body: () => ({ name: 'Наблюдатель второй', permissions: ['branches.read'] }),
  }),
  [`DELETE ${association}/roles/:role`]: row('a sign-in', 'association', { also: gone }),

  [`GET ${branch}`]: row('branches.read', 'nothing'),
  [`PATCH ${branch}`]: row('branches.manage', 'nothing', {
    versioned: true,
    body: () => ({ letterhead: 'Отделение' }),
  }),
  [`GET ${branch}/processing-orders`]: row('branches.read', 'nothing'),
  [`POST ${branch}/processing-orders`]: row('branches.manage', 'nothing', {
    query: 'version=1&signedOn=2026-01-10',
    upload: true,
  }),
  [`GET ${branch}/roles`]: row('members.read', 'nothing'),
  [`GET ${branch}/members`]: row('members.read', 'nothing'),
  [`POST ${branch}/members`]: row('members.manage', 'nothing', {
    body: ({ bystander }) => ({ personId: bystander, role: 'volunteer' }),
  }),
  [`PUT ${branch}/members/:person/role`]: row('members.manage', 'record', { body: () => ({ role: 'volunteer' }) }),
  [`DELETE ${branch}/members/:person`]: row('members.manage', 'record', { also: gone }),
  [`GET ${branch}/invitations`]: row('members.manage', 'nothing'),
  [`POST ${branch}/invitations`]: row('members.manage', 'nothing', {
    body: () => ({ email: `${newId()}@people.test`, role: 'volunteer' }),
  }),
  [`POST ${branch}/invitations/:invitation/resending`]: row('members.manage', 'record', { body: () => ({}) }),
  [`DELETE ${branch}/invitations/:invitation`]: row('members.manage', 'record', { also: gone }),
  [`GET ${branch}/second-factor-roles`]: row('branches.read', 'nothing'),
  [`PUT ${branch}/second-factor-roles`]: row('members.manage', 'nothing', { body: () => ({ roles: [] }) }),
  [`GET ${branch}/api-keys`]: row('integrations.manage', 'nothing'),
  [`POST ${branch}/api-keys`]: row('integrations.manage', 'nothing', {
    body: () => ({ name: 'Ключ', scopes: ['branches.read'] }),
  }),
  [`DELETE ${branch}/api-keys/:key`]: row('integrations.manage', 'record', { also: gone }),
  [`GET ${branch}/sister-branches`]: row('families.assign', 'nothing'),
  [`GET ${branch}/audit-entries`]: row('audit.read', 'nothing'),
  [`GET ${branch}/audit/export`]: row('audit.read', 'nothing'),
  [`GET ${branch}/audit-chain`]: row('audit.read', 'nothing'),
};
