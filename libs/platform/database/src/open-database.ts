import { hkdfSync } from 'node:crypto';
import type { Config } from '#config';
import { type LoginRole, rolePassword } from './database-roles.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';

export interface OpenDatabase {
  readonly adminUrl: string | undefined;
  readonly appUrl: string;
  readonly relayUrl: string;
  readonly passwords: Readonly<Record<LoginRole, string>>;
  /** Stops the embedded server; does nothing to a server that others run. */
  close(): Promise<void>;
}

/**
 * Says where the database is: the configured server, or an embedded one that is started here. `attach` uses an embedded
 * server that another process of this program runs already, as an administrator's command beside `start` must.
 */
export async function openDatabase(config: Config, options: { attach?: boolean } = {}): Promise<OpenDatabase> {
  const { adminUrl, appUrl, relayUrl } = config.database;
  const passwords = {
    otzyv_app: rolePassword(config.keys.master, 'otzyv_app'),
    otzyv_relay: rolePassword(config.keys.master, 'otzyv_relay'),
  };
  const embedded = adminUrl === undefined && appUrl === undefined ? embeddedServer(config) : null;
  const running = options.attach === true ? (embedded?.attach() ?? null) : null;
  const admin = running ?? (embedded === null ? adminUrl : await embedded.start());
  const reference = admin ?? appUrl ?? '';
  return {
    adminUrl: admin,
    appUrl: appUrl ?? loginUrl(reference, 'otzyv_app', passwords.otzyv_app),
    relayUrl: relayUrl ?? loginUrl(reference, 'otzyv_relay', passwords.otzyv_relay),
    passwords,
    close: async () => {
      if (running === null) await embedded?.stop();
    },
  };
}

function embeddedServer(config: Config): EmbeddedPostgres {
  const password = Buffer.from(hkdfSync('sha256', config.keys.master, '', 'otzyv embedded administrator', 24)).toString(
    'base64url',
  );
  return new EmbeddedPostgres({ dataDir: config.dataDir, password });
}

/** The same server and database, under another login. */
export function loginUrl(url: string, role: LoginRole, password: string): string {
  const login = new URL(url);
  login.username = role;
  login.password = password;
  return login.href;
}
