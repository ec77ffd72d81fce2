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
};
