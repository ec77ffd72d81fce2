import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { fastifyAdapter, prepareServer, serveDocs } from '#http';
import { ApiModule, type ApiOptions } from './api.module.ts';

export const API_VERSION = '0.1.0';

/** `bodyParser: false` leaves Fastify's own parser, which takes JSON only and refuses `__proto__`. */
const NEST_OPTIONS: NestApplicationOptions = { abortOnError: false, bodyParser: false, bufferLogs: true };

/** The API, initialised and not yet listening: tests ask it in place, `start` and `main.ts` call `listen`. */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const module = ApiModule.with(options);
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    fastifyAdapter(options.config.http.trustedProxies),
    NEST_OPTIONS,
  );
  app.useLogger(app.get(Logger));
  // Nest does this by itself in listen() only, and tests never listen.
  app.flushLogs();
  await prepareServer(app);
  serveDocs(app, API_VERSION);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
