import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { loadConfig } from '#config';
import { openDatabase } from '#database';
import { createApi } from '../../apps/api/src/create-api.ts';
import { mailRouteOf } from '../../apps/mail-route.ts';
import { enrol } from '../support/authenticator.ts';
import { fileURLToPath } from 'node:url';

const PASSWORD = 'долгий пароль председателя';
const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-first-'));
const environment = {
  OTZYV_DATA_DIR: dataDir,
  LOG_LEVEL: 'silent',
  DATABASE_URL: '',
  DATABASE_APP_URL: '',
  SMTP_URL: '',
};
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

/** The built program, as an operator runs it on a machine of their own. */
function createAssociation(email: string, more: string[], input = ''): Promise<{ code: number | null; out: string }> {
  const main = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
  const given = ['--name', 'Союз родителей', '--admin-email', email, '--admin-name', 'Ольга Союзная', ...more];
  const child = spawn(process.execPath, [main, 'create-association', ...given], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, out });
    });
  });
}

test('the first association comes from the command line, with an administrator who can open a branch', async () => {
  const short = await createAssociation('olga@people.test', [], 'коротко\n');
  expect(short).toMatchObject({ code: 1, out: expect.stringContaining('Nothing was changed') });
  expect(short.out).toContain('password-short');
  const leaked = await createAssociation('olga@people.test', [], 'qwertyuiop123\n');
  expect(leaked).toMatchObject({ code: 1, out: expect.stringContaining('(password-common)') });
  const made = await createAssociation('olga@people.test', [], `${PASSWORD}\n`);
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('The association was made') });
  expect(made.out).not.toContain(PASSWORD);

  // The embedded server runs now, as beside `start`: the command joins it.
  const config = loadConfig(environment);
  const database = await openDatabase(config);
  const api = await createApi({ config, databaseUrl: database.appUrl, mailRoute: mailRouteOf(config) });
  try {
    const again = await createAssociation('OLGA@people.test', ['--generate-password']);
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining('registered with this address already') });
    const other = await createAssociation('other@people.test', ['--generate-password']);
    expect(other.code).toBe(0);
    const generated = /shown this once: (\S+)/.exec(other.out)?.[1] ?? '';
    expect(generated.length).toBeGreaterThanOrEqual(20);

    const signIn = (email: string, password: string) =>
      request(api.getHttpServer()).post('/v1/auth/login').send({ email, password });
    await signIn('other@people.test', generated).expect(200);
    const { accessToken } = (await signIn('olga@people.test', PASSWORD).expect(200)).body as { accessToken: string };
    const headers = { authorization: `Bearer ${accessToken}` };
    const { items } = (await request(api.getHttpServer()).get('/v1/associations').set(headers).expect(200)).body;
    expect(items).toEqual([{ id: expect.any(String), name: 'Союз родителей' }]);
    const branches = `/v1/associations/${items[0].id}/branches`;
    const closed = await request(api.getHttpServer()).get(branches).set(headers).expect(403);
    expect(closed.body.code).toBe('access.second-factor-needed');
    await enrol({ server: api.getHttpServer() }, headers);
    const opened = await request(api.getHttpServer())
      .post(branches)
      .set(headers)
      .send({ name: 'Омское отделение', regionCode: '55', casePrefix: 'ОМС', postalAddress: 'Омск' })
      .expect(201);
    const { roles } = (
      await request(api.getHttpServer())
        .get(`/v1/branches/${opened.body.id as string}/second-factor-roles`)
        .set(headers)
        .expect(200)
    ).body;
    expect(roles).toEqual(['association_admin', 'branch_admin', 'lawyer']);

    const lax = await createAssociation('lax@people.test', ['--generate-password', '--second-factor', 'none']);
    const laxPassword = /shown this once: (\S+)/.exec(lax.out)?.[1] ?? '';
    const token = (await signIn('lax@people.test', laxPassword).expect(200)).body.accessToken as string;
    const own = { authorization: `Bearer ${token}` };
    const laxly = (await request(api.getHttpServer()).get('/v1/associations').set(own).expect(200)).body.items;
    await request(api.getHttpServer()).get(`/v1/associations/${laxly[0].id}/branches`).set(own).expect(200);
    const wrong = await createAssociation('wrong@people.test', ['--generate-password', '--second-factor', 'king']);
    expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('names no role') });
  } finally {
    await api.close();
    await database.close();
  }
}, 120_000);
