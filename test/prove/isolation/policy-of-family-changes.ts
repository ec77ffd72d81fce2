import { association, branch, type Policy, row } from './policy-row.ts';

const notMade = { 404: 'nothing of the kind was made before, or somebody else of the matrix was quicker' };
const spare = { spare: true, also: notMade } as const;
const family = `${branch}/families/:family`;

/** What changes who sees a family, or ends it. */
export const policyOfFamilyChanges: Policy = {
  [`GET ${family}/seal`]: row('families.read', 'family', { also: notMade }),
  [`POST ${family}/seal`]: row('families.seal', 'family', { ...spare, body: () => ({ reason: 'Защищённый адрес' }) }),
  [`DELETE ${family}/seal`]: row('families.seal', 'family', spare),
  [`GET ${association}/break-glass-events`]: row('a sign-in', 'association'),
  [`POST ${association}/break-glass-events/:event/review`]: row('a sign-in', 'association', { also: notMade }),
  [`GET ${branch}/break-glass-events`]: row('break-glass.review', 'nothing'),
  [`POST ${branch}/break-glass-events/:event/review`]: row('break-glass.review', 'record', { also: notMade }),

  [`GET ${family}/hand-overs`]: row('families.read', 'family'),
  [`POST ${family}/hand-overs`]: row('families.assign', 'family', {
    ...spare,
    body: ({ id, guardian }) => ({ toBranchId: id, consent: { guardianId: guardian, givenOn: '2026-11-20' } }),
  }),
  [`DELETE ${family}/hand-overs/:handOver`]: row('families.assign', 'family', { also: notMade }),
  [`GET ${branch}/incoming-families`]: row('families.receive', 'nothing'),
  [`POST ${branch}/incoming-families/:handOver/accept`]: row('families.receive', 'record', { also: notMade }),
  [`POST ${branch}/incoming-families/:handOver/reject`]: row('families.receive', 'record', { also: notMade }),

  [`POST ${family}/export`]: row('families.export', 'family', spare),
  [`GET ${family}/exports/:export`]: row('families.export', 'family', { also: notMade }),
  [`GET ${family}/erasure-preview`]: row('families.erase', 'family'),
  [`POST ${family}/erasure`]: row('families.erase', 'family', {
    ...spare,
    body: () => ({ reason: 'The family asked for it.', requestedBy: 'guardian' }),
  }),
  [`GET ${family}/erasure`]: row('families.erase', 'family', { also: notMade }),
  [`POST ${family}/legal-hold`]: row('families.hold', 'family', { ...spare, body: () => ({ reason: 'Идёт суд' }) }),
  [`DELETE ${family}/legal-hold`]: row('families.hold', 'family', spare),

  // Last: from then on its callers see the spare family that is sealed from them.
  [`POST ${family}/break-glass`]: row('break-glass.use', 'hidden family', {
    spare: true,
    body: () => ({ reason: 'Срочно нужен адрес для ответа.', minutes: 5 }),
  }),
};
