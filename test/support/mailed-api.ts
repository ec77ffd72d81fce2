import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { loadConfig } from '#config';
import { CaughtMail, MailCatcher } from '#mail';
import { mailRouteOf } from '../../apps/mail-route.ts';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { type ApiServer, startApiServer } from './api-server.ts';
import { eventually } from './correspondence-house.ts';
import { prepareQueues } from './outbox-queues.ts';

export interface MailedApi {
  readonly api: ApiServer;
  /** The n-th mail to the address, once it has come, and the token behind the # of its link. */
  mailTo(address: string, nth?: number): Promise<{ mail: Email; token: string }>;
  /** How many mails have come to the address so far. */
  mailsTo(address: string): Promise<number>;
  close(): Promise<void>;
}

export const PUBLIC_URL = 'https://otzyv.example.test';

/** The API with a worker beside it, whose mail a catcher keeps. */
export async function startMailedApi(): Promise<MailedApi> {
  const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-mailed-'));
  const variables = { OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', SMTP_URL: '', INBOUND_SMTP_PORT: '0' };
  const outside = { DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '', REDIS_URL: '' };
  const config = loadConfig({ ...variables, ...outside, PUBLIC_URL });
  const api = await startApiServer({ config, mailRoute: mailRouteOf(config) });
  await prepareQueues(api.database);
  const caught = new CaughtMail(join(dataDir, 'kept'));
  const catcher = new MailCatcher({
    onMail: async (mail) => {
      await caught.keep(mail);
    },
  });
  const since = performance.now();
  const worker = await createWorker({
    ...{ config, databaseUrl: api.database.appUrl, relayUrl: api.database.relayUrl },
    mailRoute: mailRouteOf(config, { server: await catcher.start(), since }),
  });
  const idsTo = async (address: string) =>
    (await caught.list()).filter(({ envelope }) => envelope.to.includes(address)).map(({ id }) => id);
  return {
    api,
    mailTo: (address, nth = 1) =>
      eventually(async () => {
        const id = (await idsTo(address))[nth - 1];
        const raw = id === undefined ? null : await caught.read(id);
        if (raw === null) return undefined;
        const mail = await PostalMime.parse(raw);
        return { mail, token: /#([\w-]{43})/.exec(mail.text ?? '')?.[1] ?? '' };
      }, 'the mail'),
    mailsTo: async (address) => (await idsTo(address)).length,
    close: async () => {
      await worker.close();
      await catcher.stop();
      await api.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
