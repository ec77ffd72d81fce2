import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiParam } from '@nestjs/swagger';
import type { Permission } from './role-permissions.ts';

/** Who may call a route. Exactly one per handler; the route test and the guard refuse anything else. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'requires'; readonly permission: Permission };

export const ACCESS_RULES = 'otzyv:access-rules';
export const BEARER = 'access-token';

/** Members of the branch named by `:branch` in the path whose role has this permission. */
export function Requires(permission: Permission): MethodDecorator {
  return applyDecorators(
    addRule({ kind: 'requires', permission }),
    ApiBearerAuth(BEARER),
    ApiExtension('x-requires', permission),
    ApiParam({ name: 'branch', schema: { type: 'string', format: 'uuid' } }),
  );
}

/** Anybody, signed in or not. */
export function Public(): MethodDecorator {
  return applyDecorators(addRule({ kind: 'public' }), ApiExtension('x-public', true));
}

/** Any signed-in person, outside branches: what concerns the person alone. */
export function SignedIn(): MethodDecorator {
  return applyDecorators(addRule({ kind: 'signed-in' }), ApiBearerAuth(BEARER));
}

export function accessRulesOf(handler: object): readonly AccessRule[] {
  return (Reflect.getMetadata(ACCESS_RULES, handler) as readonly AccessRule[] | undefined) ?? [];
}

/** Rules add up instead of overwriting each other, so that a handler with two of them can be found. */
function addRule(rule: AccessRule): MethodDecorator {
  return (target, key, descriptor) => {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function') throw new Error(`${String(key)} is not a route handler.`);
    SetMetadata(ACCESS_RULES, [...accessRulesOf(handler), rule])(target, key, descriptor);
  };
}
