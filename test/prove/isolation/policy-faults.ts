import type { Route } from '../../support/routes-of.ts';
import type { PolicyRow } from './policy.ts';

/** Where the routes of the API and the policy table differ; empty when each stands for the other. */
export function policyFaults(routes: readonly Route[], policy: Readonly<Record<string, PolicyRow>>): string[] {
  const addresses = new Set(routes.map(({ address }) => address));
  return [
    ...routes.flatMap(({ address, rules }) => {
      const row = policy[address];
      if (row === undefined) return [`${address} has no row in the policy`];
      const declared = rules.map((rule) => (rule.kind === 'requires' ? rule.permission : NEEDS[rule.kind])).join(', ');
      return declared === row.needs ? [] : [`${address} needs ${declared}; the policy says ${row.needs}`];
    }),
    ...Object.keys(policy).flatMap((address) => (addresses.has(address) ? [] : [`${address} is no route`])),
  ];
}

const NEEDS = { public: 'nothing', 'signed-in': 'a sign-in' } as const;
