import { ApiExtension } from '@nestjs/swagger';

/** Says in the documentation that the route answers 429 with Retry-After; the counting itself is done by `Attempts`. */
export function Limited(): MethodDecorator {
  return ApiExtension('x-limited', true) as MethodDecorator;
}
