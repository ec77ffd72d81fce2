import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

const STEP_UP = 'otzyv:step-up';
/** How long a confirmation counts. Signing in is one too. */
export const STEP_UP_SECONDS = 600;

/**
 * For what a stolen, unlocked computer must not be enough for: the route needs a password or code of the last ten
 * minutes in this session (`POST /v1/auth/confirm`). Keys for integrations never get in. Stands beside `@Requires` or
 * `@SignedIn`.
 */
export function StepUp(): MethodDecorator {
  return applyDecorators(SetMetadata(STEP_UP, true), ApiExtension('x-step-up', true));
}

export function needsStepUp(handler: object): boolean {
  return Reflect.getMetadata(STEP_UP, handler) === true;
}
