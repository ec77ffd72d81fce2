import { NestFactory } from '@nestjs/core';
import { MailIntake } from '#correspondence';
import { SmtpListener } from '#mail';
import { breakDelivery } from './delivery-sabotage.ts';
import { breakIntake } from './intake-sabotage.ts';
import { type CorrespondenceSettings, CorrespondenceWorkerModule } from './correspondence-worker.ts';

/** A worker in a process of its own, so that a test can freeze and kill it. Settings come as JSON in its one argument. */
const settings = JSON.parse(process.argv[2] ?? '{}') as CorrespondenceSettings;
const module = CorrespondenceWorkerModule.with(settings, true);
const worker = await NestFactory.createApplicationContext(module, { logger: false });
if (settings.sabotage !== undefined) breakDelivery(worker, settings.sabotage);
if (settings.inboundPort !== undefined) {
  const intake = worker.get(MailIntake);
  if (settings.intakeSabotage !== undefined) breakIntake(intake, settings.intakeSabotage);
  const { isKnownRecipient, accept: onMessage } = intake;
  await new SmtpListener({ host: '127.0.0.1', port: settings.inboundPort, isKnownRecipient, onMessage }).start();
}
worker.enableShutdownHooks();
process.send?.('ready');
// A house that died leaves no worker behind.
process.once('disconnect', () => process.exit(0));
