import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { WorkerModule, type WorkerOptions } from './worker.module.ts';

/** A running worker: handlers, relay, sweep and inbound mail have started when it resolves. */
export async function createWorker(options: WorkerOptions): Promise<INestApplicationContext> {
  const worker = await NestFactory.createApplicationContext(WorkerModule.with(options), {
    abortOnError: false,
    bufferLogs: true,
  });
  worker.useLogger(worker.get(Logger));
  return worker;
}
