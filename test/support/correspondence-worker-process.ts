import { NestFactory } from '@nestjs/core';
import { breakDelivery } from './delivery-sabotage.ts';
import { type CorrespondenceSettings, CorrespondenceWorkerModule } from './correspondence-worker.ts';

/** A worker in a process of its own, so that a test can freeze and kill it. Settings come as JSON in its one argument. */
const settings = JSON.parse(process.argv[2] ?? '{}') as CorrespondenceSettings;
const module = CorrespondenceWorkerModule.with(settings, true);
const worker = await NestFactory.createApplicationContext(module, { logger: false });
if (settings.sabotage !== undefined) breakDelivery(worker, settings.sabotage);
worker.enableShutdownHooks();
process.send?.('ready');
// A house that died leaves no worker behind.
process.once('disconnect', () => process.exit(0));
