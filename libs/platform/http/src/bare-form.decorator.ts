import { RouteConfig } from '@nestjs/platform-fastify';

/** Lets a route be posted to by a form of HTML or a mail program (RFC 8058). Its fields are not read. */
export function BareForm(): MethodDecorator {
  return RouteConfig({ bareForm: true });
}

export function takesBareForm(config: object): boolean {
  return 'bareForm' in config && config.bareForm === true;
}
