import type { Config } from '#config';
import { type LoginRole, loginPasswords } from './database-roles.ts';
import { administratorOf } from './embedded-administrator.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { findMasterKey } from './find-master-key.ts';

export interface OpenDatabase {
  readonly adminUrl: string | undefined;
  readonly appUrl: string;
  readonly relayUrl: string;
  readonly passwords: Readonly<Record<LoginRole, string>>;
  /** The one of the given master keys that the data are under. */
  readonly master: Buffer;
  /** Stops the embedded server; does nothing to a server that others run. */
  close(): Promise<void>;
}

/**
 * Says where the database is: the configured server, or an embedded one that is started here. `attach` uses an embedded
 * server that another process of this program runs already, as an administrator's command beside `start` must.
 */
export async function openDatabase(config: Config, options: { attach?: boolean } = {}): Promise<OpenDatabase> {
  const { adminUrl, appUrl, relayUrl } = config.database;
  const administrator = adminUrl === undefined && appUrl === undefined ? administratorOf(config) : null;
  const embedded =
    administrator === null ? null : new EmbeddedPostgres({ dataDir: config.dataDir, password: administrator.password });
  const running = options.attach === true ? (embedded?.attach() ?? null) : null;
  const admin = running ?? (embedded === null ? adminUrl : await embedded.start());
  const reference = admin ?? appUrl ?? '';
  const close = async () => {
    if (running === null) await embedded?.stop();
  };
  const master = await findMasterKey(reference, config.keys).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  administrator?.keep();
  const passwords = loginPasswords(master);
  return {
    adminUrl: admin,
    appUrl: appUrl ?? loginUrl(reference, 'otzyv_app', passwords.otzyv_app),
    relayUrl: relayUrl ?? loginUrl(reference, 'otzyv_relay', passwords.otzyv_relay),
    ...{ passwords, master, close },
  };
}

/** The same server and database, under another login. */
export function loginUrl(url: string, role: LoginRole, password: string): string {
  const login = new URL(url);
  login.username = role;
  login.password = password;
  return login.href;
}
