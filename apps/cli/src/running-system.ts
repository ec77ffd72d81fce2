import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#config';
import { type OpenDatabase, openDatabase } from '#database';
import { MailCatcher } from '#mail';
import { createApi } from '../../api/src/create-api.ts';
import { caughtMailOf, mailRouteOf, type RunningCatcher } from '../../mail-route.ts';
import { createWorker } from '../../worker/src/create-worker.ts';
import { InboundListener } from '../../worker/src/inbound-listener.ts';
import { CaughtMailModule } from '../../api/src/caught-mail/caught-mail.module.ts';
import { listeningError } from './listening-error.ts';
import { prepareDatabase } from './prepare-database.ts';
import { seedDemoAssociation } from './demo-association/seed-demo-association.ts';

export interface RunningSystem {
  readonly url: string;
  readonly inbound: { readonly host: string; readonly port: number };
  /** Null when a relay is configured: then mail leaves this machine. */
  readonly catcherPort: number | null;
  /** True when this start filled an empty database with the demo association. */
  readonly seeded: boolean;
  /** In the reverse order of the start; everything accepted is finished or safely waiting. */
  stop(): Promise<void>;
}

/** Database, mail catcher, API and worker in one process, in the order in which each needs the one before. */
export async function startSystem(config: Config): Promise<RunningSystem> {
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const database = await openDatabase(config);
    started.push(() => database.close());
    if (database.adminUrl !== undefined) await prepareDatabase(database);
    const catcher = config.mail.smtpUrl === undefined ? await startCatcher(config, started) : undefined;
    const api = await startApi(config, database, catcher);
    started.push(() => api.close());
    const seeded = await seedDemoAssociation(api, config, database);
    const worker = await startWorker(config, database, catcher);
    started.push(() => worker.close());
    await listen(api, config);
    return {
      url: await api.getUrl(),
      inbound: worker.get(InboundListener).address,
      catcherPort: catcher?.server.port ?? null,
      seeded,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCatcher(config: Config, started: (() => Promise<unknown>)[]): Promise<RunningCatcher> {
  const caught = caughtMailOf(config);
  const port = config.mail.catcherPort;
  const catcher = new MailCatcher({
    port,
    onMail: async (mail) => {
      await caught.keep(mail);
    },
  });
  try {
    const since = performance.now();
    const server = await catcher.start();
    started.push(() => catcher.stop());
    return { server, since };
  } catch (error) {
    throw listeningError(error, 'the mail catcher', port, 'CATCHER_SMTP_PORT');
  }
}

function startApi(config: Config, { appUrl }: OpenDatabase, catcher?: RunningCatcher): Promise<NestFastifyApplication> {
  const modules = catcher === undefined ? [] : [CaughtMailModule.of(caughtMailOf(config))];
  return createApi({ config, databaseUrl: appUrl, mailRoute: mailRouteOf(config, catcher), modules });
}

function startWorker(
  config: Config,
  { appUrl, relayUrl }: OpenDatabase,
  catcher?: RunningCatcher,
): Promise<INestApplicationContext> {
  return createWorker({ config, databaseUrl: appUrl, relayUrl, mailRoute: mailRouteOf(config, catcher) });
}

async function listen(api: NestFastifyApplication, { http }: Config): Promise<void> {
  try {
    await api.listen(http.port, http.host);
  } catch (error) {
    throw listeningError(error, 'the API', http.port, 'HTTP_PORT');
  }
}
