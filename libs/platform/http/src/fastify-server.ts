import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem } from '#kernel';
import { takesBareForm } from './bare-form.decorator.ts';
import { httpProblems } from './http.problems.ts';
import { problemBody } from './problem-body.ts';
import { requestIdOf } from './request-id.ts';
import { logRequests } from './request-log.ts';
import { RoutePatterns } from './route-patterns.ts';
import { sendProblem } from './send-problem.ts';
import { ServerGate } from './server-gate.ts';
import { UPLOAD_LIMITS } from './upload.decorator.ts';

const BODY_LIMIT_BYTES = 1_048_576;
const BARE_FORM_LIMIT_BYTES = 4096;

/**
 * Fastify as this house runs it. Create the application with `bodyParser: false`: only JSON is taken.
 * @param trustedProxies comma-separated networks whose X-Forwarded-For is believed; a client's own claim never is.
 */
export function fastifyAdapter(trustedProxies = 'loopback'): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: trustedProxies,
    genReqId: requestIdOf,
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    // The gate answers while the server closes: with a problem and Retry-After instead of Fastify's bare 503.
    return503OnClosing: false,
    frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(request, reply, new Problem(httpProblems.malformedRequest));
    },
    clientErrorHandler: (_error, socket) => {
      refuseUnreadable(socket);
    },
  });
}

/** Hooks and plugins in front of the routes. Call it after creating the application and before `init()`. */
export async function prepareServer(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  server.removeContentTypeParser('text/plain');
  takeBareForms(server);
  app.get(RoutePatterns).collectFrom(server);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/v1/')) reply.header('cache-control', 'no-store');
    done();
  });
  app.get(ServerGate).guard(server);
  logRequests(server);
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The documentation page styles itself inline; scripts may come from this server only.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
  });
  await server.register(multipart, { limits: UPLOAD_LIMITS, throwFileSizeLimit: false });
}

/** Forms without a meaning of their own, on routes that say so (`@BareForm()`); elsewhere JSON is the only body. */
function takeBareForms(server: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: BARE_FORM_LIMIT_BYTES } as const;
  server.addContentTypeParser('application/x-www-form-urlencoded', options, (request, _body, done) => {
    if (takesBareForm(request.routeOptions.config)) done(null);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('application/x-www-form-urlencoded'));
  });
}

/** What is not HTTP has no headers to read a language from. */
function refuseUnreadable(socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemBody(new Problem(httpProblems.malformedRequest), 'en', 'none'));
  const head = ['HTTP/1.1 400 Bad Request', 'Content-Type: application/problem+json', 'Connection: close'];
  socket.end(`${[...head, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`);
}
