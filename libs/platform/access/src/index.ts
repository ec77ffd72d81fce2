/**
 * Who is let in and what they may do: sign-in, tokens, the table of roles, the guard that every route passes.
 * Never decides which rows a person sees (the database does) and never trusts a role that came with a request.
 *
 * On a route: `@Requires('requests.submit')` (path under `/v1/branches/:branch/`), or `@Public()`, or `@SignedIn()`;
 * exactly one. `@By() by: Principal` hands the actor to the handler, which passes it on as the first argument.
 */
export { ApiKeys, type ApiKeyView } from './api-keys.service.ts';
export { Attempts } from './attempts.service.ts';
export { AccessGuard } from './access.guard.ts';
export { AccessModule } from './access.module.ts';
export { AdmissionsRepository } from './admissions.repository.ts';
export { type AccessRule, accessRulesOf, BEARER, Public, Requires, SignedIn } from './access-rule.ts';
export { accessProblems, permissionMissing } from './access.problems.ts';
export { BranchScopeInterceptor } from './branch-scope.interceptor.ts';
export { By, Me } from './by.decorator.ts';
export type { Client } from './client.ts';
export { From } from './client.decorator.ts';
export { InvitationLinks } from './invitation-links.ts';
export { Limited } from './limited.decorator.ts';
export { OwnPassword } from './own-password.service.ts';
export { PasswordPolicy } from './password-policy.ts';
export { sendPasswordResetJob } from './password-resets.jobs.ts';
export { type PasswordResetMail, PasswordResets } from './password-resets.service.ts';
export { PasswordGuard } from './password.guard.ts';
export type { PersonRow } from './people.repository.ts';
export { type NewPerson, PeopleService, type PersonCard } from './people.service.ts';
export { accessOf, type AccessOfRequest, type Principal, type SignedInPerson } from './principal.ts';
export { PublicLinks } from './public-links.ts';
export {
  isRole,
  type Permission,
  PERMISSIONS,
  permissionsOf,
  type Reach,
  type Role,
  ROLES,
} from './role-permissions.ts';
export { SecondFactorRoles } from './second-factor-roles.service.ts';
export { SecondFactor } from './second-factor.service.ts';
export { hashOfToken, newSecretToken } from './secret-token.ts';
export { SessionsService, type SessionView, type TokenPair } from './sessions.service.ts';
export { type Challenge, SignIn } from './sign-in.service.ts';
export { StepUp } from './step-up.ts';
export { UnsubscribeLinks } from './unsubscribe-links.ts';
