import { Audit } from '#audit';
import { loadConfig } from '#config';
import { CaughtMail, type MailRouteOptions } from '#mail';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { mailRouteOf } from '../../apps/mail-route.ts';

export interface WorkerProcessSettings {
  readonly databaseUrl: string;
  readonly relayUrl: string;
  readonly dataDir: string;
  /** How far the clock of this process is ahead of the machine's; negative: behind. */
  readonly skewMs: number;
  /** A catcher that another process runs, and its folder; else the mail goes nowhere. */
  readonly sink?: { readonly port: number; readonly folder: string };
  /** Breaks the log on purpose: entries with this action are not written. */
  readonly unlogged?: string;
}

/** The whole worker as a process of its own that a proof may kill, with a clock of its own that may be wrong. */
async function main(): Promise<void> {
  const settings = JSON.parse(process.argv[2] ?? '') as WorkerProcessSettings;
  const { databaseUrl, relayUrl, dataDir, skewMs, unlogged, sink } = settings;
  if (skewMs !== 0) setClock(skewMs);
  const config = loadConfig({ OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', INBOUND_SMTP_PORT: '0' });
  const mailRoute = sink === undefined ? mailRouteOf(config) : routeTo(sink, config.mail.domain);
  const worker = await createWorker({ config, databaseUrl, relayUrl, mailRoute });
  if (unlogged !== undefined) {
    const audit = worker.get(Audit);
    const record = audit.record.bind(audit);
    audit.record = (entry) => {
      if (entry.action !== unlogged) record(entry);
    };
  }
  process.send?.('ready');
  process.once('disconnect', () => process.exit(0));
}

/** A conversation with the sink is over within seconds, so what a killed worker began is soon decided. */
function routeTo({ port, folder }: NonNullable<WorkerProcessSettings['sink']>, domain: string): MailRouteOptions {
  const server = { host: '127.0.0.1', port, tls: 'none' } as const;
  return { domain, server, caught: new CaughtMail(folder), timeouts: { final: 2_000 }, longestHandOver: 4_000 };
}

/** Every reading of the wall clock in this process is off from here on. */
function setClock(skewMs: number): void {
  const Real = Date;
  class SkewedDate extends Real {
    constructor(...given: [] | [number]) {
      const shown: [number] = given.length === 0 ? [Real.now() + skewMs] : given;
      super(...shown);
    }

    static override now(): number {
      return Real.now() + skewMs;
    }

    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Real;
    }
  }
  globalThis.Date = SkewedDate as unknown as DateConstructor;
}

await main();
