import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '#access';

/** One line for each answered request: the pattern of its route, never its address, query, body or headers. */
export function logRequests(server: FastifyInstance): void {
  const logger = new Logger('request');
  server.addHook('onResponse', (request, reply, done) => {
    const access = accessOf(request);
    const line = {
      event: 'request',
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      requestId: request.id,
      personId: access?.person.personId,
      branchId: access?.principal?.branchId,
    };
    if (line.route.startsWith('/health/')) logger.debug(line);
    else logger.log(line);
    done();
  });
}
