import { policyOfAccounts } from './policy-of-accounts.ts';
import { policyOfBranches } from './policy-of-branches.ts';
import { policyOfCases } from './policy-of-cases.ts';
import { policyOfDirectory } from './policy-of-directory.ts';
import { policyOfFamilyChanges } from './policy-of-family-changes.ts';
import { policyOfFamilyDepth } from './policy-of-family-depth.ts';
import { policyOfImports } from './policy-of-imports.ts';
import type { Policy } from './policy-row.ts';

export type { Policy, PolicyRow } from './policy-row.ts';

/** One row for each route of the API. A route without a row, and a row without a route, fail the build. */
export const policy: Policy = {
  ...policyOfAccounts,
  ...policyOfBranches,
  ...policyOfDirectory,
  ...policyOfCases,
  ...policyOfFamilyDepth,
  ...policyOfFamilyChanges,
  ...policyOfImports,
};
