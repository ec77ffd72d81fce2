import { Audit } from '#audit';
import { loadConfig } from '#config';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { mailRouteOf } from '../../apps/mail-route.ts';

export interface WorkerProcessSettings {
  readonly databaseUrl: string;
  readonly relayUrl: string;
  readonly dataDir: string;
  /** How far the clock of this process is ahead of the machine's; negative: behind. */
  readonly skewMs: number;
  /** Breaks the log on purpose: entries with this action are not written. */
  readonly unlogged?: string;
}

/** The whole worker as a process of its own that a proof may kill, with a clock of its own that may be wrong. */
async function main(): Promise<void> {
  const settings = JSON.parse(process.argv[2] ?? '') as WorkerProcessSettings;
  const { databaseUrl, relayUrl, dataDir, skewMs, unlogged } = settings;
  if (skewMs !== 0) setClock(skewMs);
  const config = loadConfig({ OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', INBOUND_SMTP_PORT: '0' });
  const worker = await createWorker({ config, databaseUrl, relayUrl, mailRoute: mailRouteOf(config) });
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
