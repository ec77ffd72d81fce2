import type { FastifyInstance } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { accessOf } from '#access';

/**
 * The logger without the bindings of a request: lines that name the request themselves go here, because a request that
 * was turned away early has no bindings, and JSON with the same key twice is read differently by everybody.
 */
export function rootLog(): typeof PinoLogger.root {
  return PinoLogger.root;
}

/** One line for each answered request: the pattern of its route, never its address, query, body or headers. */
export function logRequests(server: FastifyInstance): void {
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
    if (line.route.startsWith('/health/')) rootLog().debug(line);
    else rootLog().info(line);
    done();
  });
}
