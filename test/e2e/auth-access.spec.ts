import { createHmac } from 'node:crypto';
import request from 'supertest';
import { underBranch } from '../../migrations/tenant-table.ts';
import { newId } from '#kernel';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { NOTES_TABLE, NotesModule } from '../support/notes.module.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApiServer({ modules: [NotesModule] });
  await api.database.asAdmin(NOTES_TABLE + underBranch('notes'));
});
afterAll(() => api.close());

type Headers = Readonly<{ authorization?: string }>;
const note = { kind: 'call', text: 'Звонок' };
const get = (path: string, headers: Headers) => request(api.server).get(path).set(headers);
const post = (path: string, headers: Headers) => request(api.server).post(path).set(headers).send(note);
const notesOf = (branchId: string) => `/v1/branches/${branchId}/notes`;
/** The whole answer but for what names the single request. */
const withoutId = ({ body, headers, status }: request.Response) => {
  const fields = Object.entries(body as object).filter(([name]) => name !== 'requestId' && name !== 'instance');
  const lines = Object.entries(headers as object).filter(([name]) => name !== 'x-request-id' && name !== 'date');
  return { status, fields, lines };
};

describe('tokens that we did not sign so', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const parts = (token: string) => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    return { header: read(header), payload: read(payload), payloadText: payload, signature };
  };
  const signed = (header: object, payload: object, key: string) => {
    const text = `${part(header)}.${part(payload)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };

  test.each<[string, (token: string) => string]>([
    ['alg none', (token) => `${part({ alg: 'none', typ: 'at+jwt' })}.${parts(token).payloadText}.`],
    [
      'alg none with the old signature',
      (token) => `${part({ alg: 'none', typ: 'at+jwt' })}.${parts(token).payloadText}.${parts(token).signature}`,
    ],
    [
      'another algorithm',
      (token) => `${part({ alg: 'HS512', typ: 'at+jwt' })}.${parts(token).payloadText}.${parts(token).signature}`,
    ],
    [
      'an asymmetric algorithm',
      (token) => `${part({ alg: 'RS256', typ: 'at+jwt' })}.${parts(token).payloadText}.${parts(token).signature}`,
    ],
    ['another key', (token) => signed(parts(token).header, parts(token).payload, 'a key of mine')],
    [
      'a changed person',
      (token) =>
        `${part(parts(token).header)}.${part({ ...parts(token).payload, sub: newId() })}.${parts(token).signature}`,
    ],
    ['no signature', (token) => token.replace(/\.[^.]*$/, '.')],
    ['nonsense', () => 'a.b.c'],
  ])('%s', async (_name, forge) => {
    const signedIn = await api.signIn({ role: 'coordinator' });
    const answer = await get(notesOf(signedIn.branchId), { authorization: `Bearer ${forge(signedIn.accessToken)}` });
    expect([answer.status, answer.body.code]).toEqual([401, 'access.token-invalid']);
    expect(answer.headers['www-authenticate']).toContain('invalid_token');
  });

  test('no token at all', async () => {
    const answer = await get('/v1/me', {});
    expect([answer.status, answer.body.code]).toEqual([401, 'access.token-missing']);
    expect((await get('/v1/me', { authorization: 'Basic YTpi' })).body.code).toBe('access.token-invalid');
  });
});

describe('branches', () => {
  test('foreign, absent, closed and malformed answer alike', async () => {
    const { headers } = await api.signIn({ role: 'branch_admin' });
    const foreign = await api.givenBranch();
    const closed = await api.signIn({ role: 'branch_admin', branchId: await api.givenBranch() });
    await api.database.asAdmin("UPDATE branches SET status = 'closed' WHERE id = $1", [closed.branchId]);
    const answers = [
      await get(notesOf(foreign), headers),
      await get(notesOf(newId()), headers),
      await get(notesOf('not-an-id'), headers),
      await get(notesOf(closed.branchId), closed.headers),
    ];
    for (const answer of answers) expect(withoutId(answer)).toEqual(withoutId(answers[0] as request.Response));
    expect(answers[0]?.status).toBe(404);
  });

  test('a member whose role lacks the permission is told which', async () => {
    const { branchId, headers } = await api.signIn({ role: 'auditor' });
    const { body } = await get(notesOf(branchId), headers).expect(403);
    expect(body.code).toBe('access.permission-missing');
    expect(body.detail).toContain('families.read');
  });

  test('a role taken away or changed counts at the next request though the token lives', async () => {
    const { id, branchId, headers } = await api.signIn({ role: 'coordinator' });
    await post(notesOf(branchId), headers).expect(201);
    const member = 'UPDATE memberships SET role = $2 WHERE person_id = $1';
    await api.database.asAdmin(member, [id, 'auditor']);
    await post(notesOf(branchId), headers).expect(403);
    await api.database.asAdmin(member, [id, 'coordinator']);
    await api.database.asAdmin('UPDATE memberships SET revoked_at = now() WHERE person_id = $1', [id]);
    await get(notesOf(branchId), headers).expect(404);
  });

  test('one person may have different roles in two branches', async () => {
    const [one, two] = [await api.givenBranch(), await api.givenBranch()];
    const { id, headers } = await api.signIn({ role: 'coordinator', branchId: one });
    await api.database.asAdmin('INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, $4)', [
      two,
      newId(),
      id,
      'auditor',
    ]);
    await post(notesOf(one), headers).expect(201);
    await post(notesOf(two), headers).expect(403);
    expect((await get('/v1/me', headers)).body.branches).toHaveLength(2);
  });

  test('a suspended branch can be read and not written', async () => {
    const { branchId, headers } = await api.signIn({
      role: 'coordinator',
      branchId: await api.givenBranch({ status: 'suspended' }),
    });
    await get(notesOf(branchId), headers).expect(200);
    const { body } = await post(notesOf(branchId), headers).expect(403);
    expect(body.code).toBe('access.branch-suspended');
  });

  test('interleaved requests of two branches never see each other', async () => {
    const [one, two] = [await api.signIn({ role: 'lawyer' }), await api.signIn({ role: 'lawyer' })];
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const who = index % 2 === 0 ? one : two;
        await post(notesOf(who.branchId), who.headers).expect(201);
      }),
    );
    for (const who of [one, two]) {
      const [mine] = await api.database.asAdmin<{ count: string }>('SELECT count(*) FROM notes WHERE branch_id = $1', [
        who.branchId,
      ]);
      expect(mine?.count).toBe('30');
      const { body } = await get(`${notesOf(who.branchId)}?limit=200`, who.headers);
      expect(body.items).toHaveLength(30);
    }
  });
});
