import { newId } from '#kernel';
import { branch, type Policy, row } from './policy-row.ts';

const over = { 410: 'the file of the import was destroyed' };
const noSchool = { ...over, 404: 'the file names no such school' };
const somebodyElses = { 404: 'somebody else ordered it' };
const one = `${branch}/imports/:import`;

/** Tables of families and schools that come in and go out. */
export const policyOfImports: Policy = {
  [`GET ${branch}/imports`]: row('imports.run', 'nothing'),
  [`POST ${branch}/imports`]: row('imports.run', 'nothing', {
    query: 'kind=families&source=guardian_form_import',
    upload: true,
  }),
  [`GET ${one}`]: row('imports.run', 'record'),
  [`PATCH ${one}`]: row('imports.run', 'record', {
    versioned: true,
    body: () => ({ acceptDoubts: true }),
    also: over,
  }),
  [`GET ${one}/preview`]: row('imports.run', 'record', { also: over }),
  [`GET ${one}/schools`]: row('imports.run', 'record'),
  [`POST ${one}/schools/:school/choice`]: row('imports.run', 'record', {
    body: () => ({ authorityId: newId() }),
    also: noSchool,
  }),
  [`POST ${one}/run`]: row('imports.run', 'record', { also: over }),
  [`POST ${one}/pause`]: row('imports.run', 'record', { also: over }),
  [`POST ${one}/cancel`]: row('imports.run', 'record', { also: over }),
  [`POST ${one}/undo`]: row('imports.run', 'record', { also: over }),
  [`GET ${one}/events`]: row('imports.run', 'record'),
  [`GET ${one}/result.csv`]: row('imports.run', 'record', { also: over }),
  [`GET ${one}/result.xlsx`]: row('imports.run', 'record', { also: over }),

  [`POST ${branch}/exports/families`]: row('families.export', 'nothing', { body: () => ({ format: 'csv' }) }),
  [`POST ${branch}/exports/schools`]: row('schools.read', 'nothing', { body: () => ({ format: 'csv' }) }),
  [`GET ${branch}/exports/:export`]: row('schools.read', 'record', { also: somebodyElses }),
  [`GET ${branch}/exports/:export/content`]: row('schools.read', 'record', { also: somebodyElses }),
};
