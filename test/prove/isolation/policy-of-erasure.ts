import { branch, type Policy, row } from './policy-row.ts';

/** What concerns a family as a whole. No worker runs beside the matrix, so what is ordered here is not carried out. */
export const policyOfErasure: Policy = {
  [`POST ${branch}/families/:family/export`]: row('families.export', 'family'),
  [`GET ${branch}/families/:family/exports/:export`]: row('families.export', 'family', {
    also: { 404: 'no copy of this number was ordered' },
  }),
  [`GET ${branch}/families/:family/erasure-preview`]: row('families.erase', 'family'),
  [`POST ${branch}/families/:family/erasure`]: row('families.erase', 'family', {
    body: () => ({ reason: 'Отзыв согласия', requestedBy: 'guardian' }),
  }),
  [`GET ${branch}/families/:family/erasure`]: row('families.erase', 'family', { also: { 404: 'none was ordered' } }),
  [`POST ${branch}/families/:family/legal-hold`]: row('families.hold', 'family', {
    body: () => ({ reason: 'Спор в суде' }),
  }),
  [`DELETE ${branch}/families/:family/legal-hold`]: row('families.hold', 'family', { also: { 404: 'none stands' } }),
};
