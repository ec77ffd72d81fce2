import request from 'supertest';
import { underBranch } from '../../migrations/tenant-table.ts';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';
import { NOTES_TABLE, NotesModule } from '../support/notes.module.ts';

let api: ApiServer;
let by: SignedIn;
let notes: string;
const lines: string[] = [];

beforeAll(async () => {
  api = await startApiServer({ modules: [NotesModule], logStream: { write: (line: string) => lines.push(line) } });
  await api.database.asAdmin(NOTES_TABLE + underBranch('notes'));
  by = await api.signIn({ role: 'coordinator' });
  notes = `/v1/branches/${by.branchId}/notes`;
});
afterAll(() => api.close());

const note = { kind: 'call', text: 'Позвонили в школу' };
const get = (path: string) => request(api.server).get(path).set(by.headers);
const post = (body?: object) => request(api.server).post(notes).set(by.headers).send(body);

describe('refusals', () => {
  test('look alike everywhere, in Russian by default', async () => {
    const answer = await get(`${notes}/0199c2a4-7b1e-7cc2-9d0f-2a4b6c8d0e1f`).expect(404);
    const { requestId } = answer.body as { requestId: string };
    expect(answer.body).toEqual({
      type: 'urn:otzyv:problem:not-found',
      title: 'Не найдено',
      status: 404,
      detail: expect.stringMatching(/^Не найдено\. /),
      instance: `urn:otzyv:request:${requestId}`,
      code: 'not-found',
      requestId,
    });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': 'ru',
      vary: 'Accept-Language',
      'x-request-id': requestId,
      'cache-control': 'no-store',
    });
  });

  test('come in English to whom likes it better, down to the single field', async () => {
    const body = { kind: 'letter', text: 'Hey!', on: '2026-02-30', with: [{ name: 'Я' }, { nom: 'Х' }], colour: 1 };
    const answers = {
      ru: await post(body).expect(422),
      en: await post(body).set('accept-language', 'ru;q=0.5, en-GB').expect(422),
    };
    const errors = (language: 'ru' | 'en') =>
      (answers[language].body.errors as { pointer: string; rule: string; message: string }[]).map(
        ({ pointer, rule, message }) => [pointer, rule, message],
      );
    expect(answers.en.headers['content-language']).toBe('en');
    expect(errors('en')).toEqual([
      ['/kind', 'not-allowed', 'Invalid option: expected one of "call"|"visit"'],
      ['/text', 'no-shouting', 'Do not shout.'],
      ['/on', 'not-a-day', 'Must be a calendar day, YYYY-MM-DD.'],
      ['/with/0/name', 'too-small', 'Too small: expected string to have >=2 characters'],
      ['/with/1/name', 'required', 'Invalid input: expected string, received undefined'],
      ['/with/1/nom', 'unknown-field', 'Unrecognized key: "nom"'],
      ['/colour', 'unknown-field', 'Unrecognized key: "colour"'],
    ]);
    expect(errors('ru').map(([pointer, rule]) => [pointer, rule])).toEqual(
      errors('en').map(([pointer, rule]) => [pointer, rule]),
    );
    expect(errors('ru').every(([, , message]) => /[а-я]/.test(message ?? ''))).toBe(true);
  });

  test.each([
    ['malformed JSON', '{"kind":', 'application/json', 400, 'http.body-malformed'],
    ['an empty body that says it is JSON', '', 'application/json', 400, 'http.body-malformed'],
    ['a prototype in disguise', '{"__proto__":{"a":1}}', 'application/json', 400, 'http.body-malformed'],
    ['another type', 'kind=call', 'application/x-www-form-urlencoded', 415, 'http.media-type-unsupported'],
    ['plain text', 'hello', 'text/plain', 415, 'http.media-type-unsupported'],
    ['too much', JSON.stringify('x'.repeat(1_100_000)), 'application/json', 413, 'http.body-too-large'],
    ['not an object', '[1]', 'application/json', 422, 'validation'],
    ['a null byte', '{"kind":"call","text":"a\\u0000b"}', 'application/json', 422, 'validation'],
    ['half a surrogate pair', '{"kind":"call","text":"a\\ud800b"}', 'application/json', 422, 'validation'],
    ['bottomless nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'application/json', 422, 'validation'],
  ])('%s', async (_name, body, type, status, code) => {
    const answer = await request(api.server).post(notes).set(by.headers).set('content-type', type).send(body);
    expect([answer.status, answer.body.code, answer.headers['content-type']]).toEqual([
      status,
      code,
      'application/problem+json; charset=utf-8',
    ]);
  });

  test('no body at all where one is needed', async () => {
    expect((await request(api.server).post(notes).set(by.headers)).status).toBe(422);
  });

  test('an unknown address is 404, a known one under another method 405 with Allow', async () => {
    expect((await get('/v1/nothing-here')).body.code).toBe('not-found');
    const answer = await request(api.server).delete(notes).set(by.headers).expect(405);
    expect(answer.body.code).toBe('http.method-not-allowed');
    expect(answer.headers['allow']).toBe('GET, HEAD, POST');
  });

  test('an address that is no address', async () => {
    const answer = await get('/v1/%zz').expect(400);
    expect(answer.body.code).toBe('http.request-malformed');
  });

  test('a defect of ours says nothing of itself and logs no values', async () => {
    lines.length = 0;
    const answer = await post({ ...note, text: 'crash' }).expect(500);
    expect(answer.body.code).toBe('internal');
    expect(JSON.stringify(answer.body)).not.toContain('Образцова');
    expect(lines.join('')).toContain('"event":"defect"');
    expect(lines.join('')).not.toContain('Образцова');
  });
});

describe('lists', () => {
  test('pages go on without gaps or repeats, filtered and sorted', async () => {
    const { branchId, headers } = await api.signIn({ role: 'coordinator' });
    const list = (query: string) => request(api.server).get(`/v1/branches/${branchId}/notes${query}`).set(headers);
    for (let index = 0; index < 7; index += 1) {
      await request(api.server)
        .post(`/v1/branches/${branchId}/notes`)
        .set(headers)
        .send({ kind: index < 5 ? 'call' : 'visit', text: `№ ${index}` })
        .expect(201);
    }
    const texts: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: request.Response = await list(
        `?kind=call&sort=id&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      ).expect(200);
      texts.push(...(body.items as { text: string }[]).map((item) => item.text));
      cursor = body.nextCursor as string | null;
    }
    expect(texts).toEqual(['№ 0', '№ 1', '№ 2', '№ 3', '№ 4']);
    expect((await list('?kind=call&kind=visit')).body.items).toHaveLength(7);
  });

  test.each([
    ['?colour=red', '?colour', 'unknown-field'],
    ['?limit=0', '?limit', 'too-small'],
    ['?limit=1&limit=2', '?limit', 'type'],
    ['?sort=text', '?sort', 'not-allowed'],
    ['?kind=letter', '?kind', 'no-variant-fits'],
    ['?cursor=bm9uc2Vuc2U', '?cursor', 'cursor-malformed'],
    ['?kind=a%00b', '?kind', 'characters'],
  ])('%s is refused with a pointer', async (query, pointer, rule) => {
    const { body } = await get(notes + query).expect(422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer, rule })]);
  });

  test('a route without a query takes none', async () => {
    const { body } = await get('/v1/me?verbose=true').expect(422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '?verbose', rule: 'unknown-field' })]);
  });
});

describe('versions', () => {
  const patch = (id: string, version?: string) =>
    request(api.server)
      .patch(`${notes}/${id}`)
      .set({ ...by.headers, ...(version !== undefined && { 'if-match': version }) })
      .send({ kind: 'call', text: 'Перезвонили' });

  test('100 parallel changes with one If-Match: one 200, 99 times 412', async () => {
    const created = await post(note).expect(201);
    expect(created.headers['etag']).toBe('"1"');
    const answers = await Promise.all(Array.from({ length: 100 }, () => patch(created.body.id as string, '"1"')));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(200), count(412)]).toEqual([1, 99]);
    const read = await get(`${notes}/${created.body.id as string}`).expect(200);
    expect(read.headers['etag']).toBe('"2"');
    expect(answers.find((answer) => answer.status === 412)?.body.code).toBe('http.version-mismatch');
  });

  test('without If-Match 428, with nonsense 400, of an absent record 404', async () => {
    const { body } = await post(note).expect(201);
    expect((await patch(body.id as string)).status).toBe(428);
    for (const wrong of ['1', '*', 'W/"1"', '"0"', '"99999999999"']) {
      expect((await patch(body.id as string, wrong)).body.code).toBe('http.version-malformed');
    }
    expect((await patch('0199c2a4-7b1e-7cc2-9d0f-2a4b6c8d0e1f', '"1"')).status).toBe(404);
  });
});

describe('repeats', () => {
  const repeat = (key: string, body: object = note) => post(body).set('idempotency-key', key);
  const countOf = async (text: string) =>
    (await api.database.asAdmin('SELECT 1 FROM notes WHERE text = $1', [text])).length;

  test('the same body gets the same answer and is done once, also 20 times in parallel', async () => {
    const body = { kind: 'visit', text: 'Ровно один раз' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => repeat('key-parallel', body)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.headers['etag']))).toEqual(new Set(['"1"']));
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(await countOf(body.text)).toBe(1);
  });

  test('another body under the key is refused', async () => {
    await repeat('key-of-one-body').expect(201);
    const { body } = await repeat('key-of-one-body', { ...note, text: 'Другое' }).expect(422);
    expect(body.code).toBe('http.idempotency-key-reused');
  });

  test('a crash or a refusal leaves the key free and nothing done', async () => {
    await repeat('key-of-a-crash', { ...note, text: 'crash' }).expect(500);
    expect(await countOf('crash')).toBe(0);
    await repeat('key-of-a-crash', { ...note, text: 'После сбоя' }).expect(201);
  });

  test('keys of other people and branches are other keys', async () => {
    const other = await api.signIn({ role: 'coordinator' });
    const first = await repeat('key-of-many').expect(201);
    const second = await request(api.server)
      .post(`/v1/branches/${other.branchId}/notes`)
      .set({ ...other.headers, 'idempotency-key': 'key-of-many' })
      .send(note)
      .expect(201);
    expect(second.body.id).not.toBe(first.body.id);
  });

  test('the kept answer is sealed, and forgotten after a day', async () => {
    const first = await repeat('key-of-a-day').expect(201);
    const [kept] = await api.database.asAdmin<{ answer_sealed: Buffer }>(
      "SELECT answer_sealed FROM idempotency_keys WHERE key = 'key-of-a-day'",
    );
    expect(kept?.answer_sealed.includes('Позвонили')).toBe(false);
    await api.database.asAdmin(
      "UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE key = 'key-of-a-day'",
    );
    const second = await repeat('key-of-a-day').expect(201);
    expect(second.body.id).not.toBe(first.body.id);
  });

  test('a malformed key is refused', async () => {
    expect((await repeat('short')).body.code).toBe('http.idempotency-key-malformed');
  });
});

describe('uploads', () => {
  const upload = (name: string, size: number) =>
    request(api.server).post(`${notes}/file`).set(by.headers).attach(name, Buffer.alloc(size), 'скан.pdf');

  test('arrive whole or not at all', async () => {
    const { body } = await upload('file', 3_000_000).expect(201);
    expect(body).toEqual({ bytes: 3_000_000, filename: 'скан.pdf' });
    expect((await upload('file', 27_000_000)).body.code).toBe('http.body-too-large');
    expect((await upload('other', 10)).body.code).toBe('http.upload-missing');
    const json = await request(api.server).post(`${notes}/file`).set(by.headers).send({});
    expect(json.body.code).toBe('http.media-type-unsupported');
  });
});

describe('traces', () => {
  test('a harmless X-Request-Id is kept, any other replaced', async () => {
    const ask = (id: string) => request(api.server).get('/health/live').set('x-request-id', id);
    expect((await ask('client-0001')).headers['x-request-id']).toBe('client-0001');
    for (const wrong of ['short', 'a b c d e f', 'x'.repeat(65), 'Анна']) {
      expect((await ask(encodeURIComponent(wrong))).headers['x-request-id']).toMatch(/^[0-9a-f]{8}-/);
    }
  });

  test('one line a request, with the pattern of the route and no content', async () => {
    lines.length = 0;
    await get(`${notes}?kind=call&cursor=secret-in-the-query`);
    const line = lines
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .find((one) => one['event'] === 'request');
    expect(line).toMatchObject({
      method: 'GET',
      route: '/v1/branches/:branch/notes',
      status: 422,
      ms: expect.any(Number),
      requestId: expect.any(String),
      personId: by.id,
      branchId: by.branchId,
    });
    expect(lines.join('')).not.toContain('secret-in-the-query');
    expect(lines.join('')).not.toContain(by.accessToken);
    expect(lines.every((text) => text.match(/"requestId"/g)?.length === 1)).toBe(true);
  });
});

describe('documents', () => {
  test('the OpenAPI 3.1 document knows every route, its contract and its refusals', async () => {
    const { body } = await request(api.server).get('/openapi.json').expect(200);
    expect(body.openapi).toBe('3.1.0');
    const change = body.paths['/v1/branches/{branch}/notes/{note}'].patch;
    expect(Object.keys(change.responses as object).sort()).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '412',
      '413',
      '415',
      '422',
      '428',
      'default',
    ]);
    expect(change.security).toEqual([{ 'access-token': [] }]);
    expect(change['x-requires']).toBe('families.update');
    expect(body.paths['/v1/auth/login'].post.security).toEqual([]);
    expect(body.components.schemas.WriteNoteBody.properties.text).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 100,
    });
    expect(body.components.schemas.Problem.required).toContain('code');
    const names = (body.paths['/v1/branches/{branch}/notes'].get.parameters as { name: string }[]).map(
      (one) => one.name,
    );
    expect(names.sort()).toEqual(['branch', 'cursor', 'kind', 'limit', 'sort']);
    expect(JSON.stringify(body)).not.toContain('nestjs_zod');
  });

  test('the page at /docs needs nothing from elsewhere', async () => {
    const page = await request(api.server).get('/docs').redirects(1).expect(200);
    expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    for (const [, asset] of page.text.matchAll(/src="\.?([^"]+\.js)"/g)) {
      const path = asset?.startsWith('/docs') ? asset : `/docs${asset ?? ''}`;
      expect((await request(api.server).get(path)).status).toBe(200);
    }
  });
});

test('health', async () => {
  await request(api.server).get('/health/live').expect(200, { status: 'up' });
  await request(api.server)
    .get('/health/ready')
    .expect(200, { status: 'up', checks: { database: 'up' } });
});
