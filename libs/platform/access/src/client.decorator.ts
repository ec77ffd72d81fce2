import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Client, clientOf } from './client.ts';

/** `@From() client: Client` — which network and which kind of device a request comes from. */
export const From = createParamDecorator((_: undefined, context: ExecutionContext): Client =>
  clientOfRequest(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function clientOfRequest(request: Pick<FastifyRequest, 'ip' | 'headers'>): Client {
  return clientOf(request.ip, request.headers['user-agent']);
}
