import { branch, type Policy, row } from './policy-row.ts';

const versioned = { versioned: true } as const;

/** The directory of addressees that all branches share, and the catalogue of systems and regions. */
export const policyOfDirectory: Policy = {
  [`GET ${branch}/information-systems`]: row('schools.read', 'nothing'),
  [`GET ${branch}/regions`]: row('schools.read', 'nothing'),
  [`GET ${branch}/authorities`]: row('schools.read', 'nothing'),
  [`POST ${branch}/authorities`]: row('schools.write', 'nothing', {
    body: () => ({
      ...{ kind: 'school', regionCode: '16', shortName: 'Школа', fullName: 'Школа', postalAddress: 'Казань' },
    }),
  }),
  [`GET ${branch}/authorities/:authority`]: row('schools.read', 'directory'),
  [`PATCH ${branch}/authorities/:authority`]: row('schools.write', 'directory', {
    ...versioned,
    body: () => ({ shortName: 'Школа № 1' }),
  }),
  [`GET ${branch}/authorities/:authority/corrections`]: row('schools.read', 'directory'),
  [`POST ${branch}/authorities/:authority/corrections/:correction/undo`]: row('schools.write', 'directory', {
    ...versioned,
    body: () => ({ reason: 'Ошибка' }),
  }),
  [`GET ${branch}/information-systems/:system`]: row('schools.read', 'directory'),
  [`GET ${branch}/regions/:region/route`]: row('schools.read', 'nothing', { query: 'kind=regulator' }),
  [`GET ${branch}/authorities/:authority/succession`]: row('schools.read', 'directory'),
  [`POST ${branch}/authorities/:authority/succession`]: row('schools.write', 'directory', {
    body: ({ authority }) => ({
      ...{ successorId: authority, kind: 'joined', effectiveOn: '2026-01-10', source: 'Приказ' },
    }),
  }),
  [`DELETE ${branch}/authorities/:authority/succession/:succession`]: row('schools.write', 'directory', {
    also: { 404: 'the first of the roles has taken the step away' },
  }),
  [`POST ${branch}/authorities/:authority/proposals`]: row('schools.propose', 'directory', {
    body: () => ({ changes: { shortName: `Школа ${Math.random()}` }, source: 'сайт' }),
  }),
  [`GET ${branch}/authority-proposals`]: row('schools.propose', 'nothing'),
  [`GET ${branch}/authority-proposals/:proposal`]: row('schools.propose', 'record'),
  [`POST ${branch}/authority-proposals/:proposal/decision`]: row('schools.write', 'record', {
    ...versioned,
    body: () => ({ decision: 'decline', reason: 'Уже исправлено' }),
  }),
  [`GET ${branch}/system-facts`]: row('schools.read', 'nothing'),
  [`POST ${branch}/system-facts`]: row('schools.write', 'nothing', {
    body: () => ({ systemCode: 'sferum', regionCode: '16', source: 'Приказ' }),
  }),
  [`GET ${branch}/system-facts/:fact`]: row('schools.read', 'directory', {
    also: { 404: 'the first of the roles has taken the fact away' },
  }),
  [`PUT ${branch}/system-facts/:fact`]: row('schools.write', 'directory', {
    ...versioned,
    body: () => ({ source: 'Приказ № 2' }),
    also: { 404: 'the first of the roles has taken the fact away' },
  }),
  [`DELETE ${branch}/system-facts/:fact`]: row('schools.write', 'directory', {
    ...versioned,
    also: { 404: 'the first of the roles has taken the fact away' },
  }),
};
