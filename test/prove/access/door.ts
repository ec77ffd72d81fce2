import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '#config';
import { mailRouteOf } from '../../../apps/mail-route.ts';
import { type ApiServer, type GivenPerson, startApiServer } from '../../support/api-server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The API on a database of its own, behind a real port. */
export interface Door {
  readonly api: ApiServer;
  readonly config: Config;
  post(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string, token: string): Promise<Answer>;
  login(person: GivenPerson): Promise<Readonly<Record<string, unknown>>>;
  /** Rewrites a function of the database: each sabotage breaks one line of it. @throws Error when there is no such line. */
  rewrite(signature: string, line: string, by: string): Promise<void>;
  close(): Promise<void>;
}

const NOTHING_OUTSIDE = {
  ...{ DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '', REDIS_URL: '', SMTP_URL: '', S3_URL: '' },
  ...{ MASTER_KEY_FILE: '', TOKEN_KEY_FILE: '', LOG_LEVEL: 'silent' },
};

export async function openDoor(): Promise<Door> {
  const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-door-'));
  const config = loadConfig({ ...NOTHING_OUTSIDE, OTZYV_DATA_DIR: dataDir });
  const api = await startApiServer({ config, mailRoute: mailRouteOf(config) });
  await api.app.listen(0, '127.0.0.1');
  const base = await api.app.getUrl();
  const post: Door['post'] = async (path, body, headers = {}) =>
    read(
      await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    );
  return {
    ...{ api, config, post },
    get: async (path, token) => read(await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } })),
    login: async ({ email, password }) => {
      const answer = await post('/v1/auth/login', { email, password });
      if (answer.status !== 200) throw new Error(`Signing in was answered ${answer.status}.`);
      return answer.body;
    },
    rewrite: async (signature, line, by) => {
      const [row] = await api.database.asAdmin<{ text: string }>(
        'SELECT pg_get_functiondef($1::regprocedure) AS text',
        [signature],
      );
      if (row?.text.includes(line) !== true) throw new Error(`${signature} has no line "${line}".`);
      await api.database.asAdmin(row.text.replace(line, by));
    },
    close: async () => {
      await api.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function read(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: answer.status, headers: answer.headers, body };
}
