import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { accessOf, type Principal, type SignedInPerson } from './principal.ts';

/** `@By() by: Principal` — who acts, in the branch of the path; for `@Requires` routes. */
export const By = createParamDecorator((_: undefined, context: ExecutionContext): Principal => {
  const principal = accessOf(context.switchToHttp().getRequest<object>())?.principal;
  if (principal === undefined) throw new Error('@By() needs @Requires(...) on the route.');
  return principal;
});

/** `@Me() me: SignedInPerson` — for `@SignedIn` routes, which have no branch. */
export const Me = createParamDecorator((_: undefined, context: ExecutionContext): SignedInPerson => {
  const session = accessOf(context.switchToHttp().getRequest<object>())?.session;
  if (session === undefined) throw new Error('@Me() needs @SignedIn() on the route.');
  return session;
});
