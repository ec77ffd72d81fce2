import { SignJWT } from 'jose';
import { newId } from '#kernel';
import { AccessKeys } from './access-keys.ts';
import { ACCESS_TOKEN_SECONDS, AccessTokenService } from './access-token.service.ts';

const keys = new AccessKeys(Buffer.alloc(32, 7));
const tokens = new AccessTokenService(keys);
const person = { personId: newId(), sessionId: newId() };
const now = Math.floor(Date.now() / 1000);

const usual = { sub: person.personId, sid: person.sessionId, iss: 'otzyv', aud: 'otzyv-api', iat: now, exp: now + 600 };
const sign = (changes: object, header: { alg: string; typ: string } = { alg: 'HS256', typ: 'at+jwt' }) =>
  new SignJWT({ ...usual, ...changes }).setProtectedHeader(header).sign(keys.signing);

test('a token that we signed names the person and the session, and no role', async () => {
  const token = await tokens.sign(person);
  expect(await tokens.verify(token)).toEqual(person);
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, number>;
  expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
  expect((payload['exp'] ?? 0) - (payload['iat'] ?? 0)).toBe(ACCESS_TOKEN_SECONDS);
});

test('the way this file signs is the right one, so that the refusals below mean something', async () => {
  expect(await tokens.verify(await sign({}))).toEqual(person);
});

test.each([
  ['another audience', { aud: 'another-api' }],
  ['another issuer', { iss: 'another' }],
  ['expired', { exp: now - 1 }],
  ['older than any of ours can be', { iat: now - ACCESS_TOKEN_SECONDS - 1, exp: now + 600 }],
  ['no expiry', { exp: undefined }],
  ['no session', { sid: undefined }],
  ['a subject that is no id', { sub: 'root' }],
])('our own key does not help a token with %s', async (_what, changes) => {
  expect(await tokens.verify(await sign(changes))).toBeNull();
});

test('our own key does not help a token of another type or algorithm', async () => {
  expect(await tokens.verify(await sign({}, { alg: 'HS256', typ: 'JWT' }))).toBeNull();
  expect(await tokens.verify(await sign({}, { alg: 'HS512', typ: 'at+jwt' }))).toBeNull();
});

test('a token of another installation is refused', async () => {
  const other = new AccessTokenService(new AccessKeys(Buffer.alloc(32, 8)));
  expect(await other.verify(await tokens.sign(person))).toBeNull();
});
