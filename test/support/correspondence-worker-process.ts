import { NestFactory } from '@nestjs/core';
import { type CorrespondenceSettings, CorrespondenceWorkerModule } from './correspondence-worker.ts';

/** A worker in a process of its own, so that a test can freeze and kill it. Settings come as JSON in its one argument. */
const settings = JSON.parse(process.argv[2] ?? '{}') as CorrespondenceSettings;
const module = CorrespondenceWorkerModule.with(settings, true);
const worker = await NestFactory.createApplicationContext(module, { logger: false });
worker.enableShutdownHooks();
process.send?.('ready');
