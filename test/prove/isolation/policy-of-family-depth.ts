import { branch, type Policy, row } from './policy-row.ts';

const family = `${branch}/families/:family`;
const notMade = { 404: 'nothing of the kind was made before' };
const gone = { 404: 'somebody else of the matrix was quicker' };
const anothers = { 403: 'a note is changed by its author only' };
const versioned = { versioned: true } as const;

/** Contacts, enrolments, papers, notes, and what is told about many families at once. */
export const policyOfFamilyDepth: Policy = {
  [`GET ${branch}/families/coming-changes`]: row('families.read', 'nothing'),
  [`GET ${branch}/families/papers-to-renew`]: row('families.read', 'nothing'),
  [`GET ${branch}/families/duplicates`]: row('families.read', 'nothing'),
  [`POST ${branch}/name-forms`]: row('families.update', 'nothing', {
    body: () => ({ name: { surname: 'Образцова', givenName: 'Вера', patronymic: 'Ильинична' } }),
  }),

  [`POST ${family}/guardians/:guardian/contacts`]: row('families.update', 'family', {
    body: () => ({ kind: 'phone', value: '+7 900 000-00-09' }),
  }),
  [`PATCH ${family}/contacts/:contact`]: row('families.update', 'family', {
    ...versioned,
    body: () => ({ quality: 'wrong' }),
  }),
  [`DELETE ${family}/contacts/:contact`]: row('families.update', 'family', { also: gone }),
  [`POST ${family}/children/:child/enrolments`]: row('families.update', 'family', {
    body: ({ authority }) => ({ authorityId: authority, classLabel: '4', from: '2026-09-01' }),
  }),
  [`PATCH ${family}/enrolments/:enrolment`]: row('families.update', 'family', {
    ...versioned,
    body: () => ({ classLabel: '4 «Б»' }),
  }),
  [`PATCH ${family}/consents/:consent`]: row('families.update', 'family', {
    ...versioned,
    body: () => ({ withdrawnOn: '2026-02-01' }),
  }),
  [`POST ${family}/mandates/:mandate/withdrawal`]: row('families.update', 'family', {
    body: () => ({ withdrawnOn: '2026-02-01' }),
  }),
  [`POST ${family}/processing-consents`]: row('families.update', 'family', {
    body: ({ guardian }) => ({
      ...{ guardianId: guardian, purpose: 'case_work', how: 'paper', textVersion: '2026-09', givenOn: '2026-01-10' },
    }),
  }),
  [`POST ${family}/processing-consents/:consent/withdrawal`]: row('families.update', 'family', {
    also: notMade,
    body: () => ({ withdrawnOn: '2026-02-01' }),
  }),
  [`GET ${family}/notes`]: row('families.read', 'family'),
  [`POST ${family}/notes`]: row('families.update', 'family', { body: () => ({ text: 'Просит звонить вечером.' }) }),
  [`PATCH ${family}/notes/:note`]: row('families.update', 'family', {
    ...{ ...versioned, also: anothers },
    body: () => ({ pinned: true }),
  }),
  [`GET ${family}/notes/:note/versions`]: row('families.read', 'family'),
  [`DELETE ${family}/notes/:note`]: row('families.update', 'family', { also: anothers }),

  [`GET ${family}/merge-preview`]: row('families.merge', 'family', {
    query: 'merged=00000000-0000-7000-8000-000000000000',
    also: { 404: 'there is no second family of this id' },
  }),
  [`GET ${family}/merges`]: row('families.read', 'family'),
  [`POST ${family}/merges`]: row('families.merge', 'family', {
    ...{ versioned: true, also: { 404: 'there is no second family of this id' } },
    body: () => ({ mergedId: '00000000-0000-7000-8000-000000000000', mergedVersion: 1 }),
  }),
  [`GET ${family}/merges/:merge/undo-preview`]: row('families.merge', 'family', { also: notMade }),
  [`POST ${family}/merges/:merge/undo`]: row('families.merge', 'family', { also: notMade, body: () => ({}) }),
};
