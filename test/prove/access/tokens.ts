import { createHmac, createPublicKey, generateKeyPairSync, hkdfSync, sign as signBytes } from 'node:crypto';
import { decodeJwt, jwtVerify } from 'jose';
import { SessionsService, type SignedInPerson } from '#access';
import { newId } from '#kernel';
import type { PromiseProof, Verdict } from '../promise.ts';
import { type Door, openDoor } from './door.ts';

interface Verifier {
  verify(token: string): Promise<SignedInPerson | null>;
}

/** 27: whatever is wrong with a token, the answer is 401, also when it was signed with our own key. */
export const tokens: PromiseProof = {
  id: '27-tokens',
  ciSize: 1,
  sabotageSize: 1,
  run: () => tryForgeries(),
  sabotages: Object.entries<(key: Uint8Array) => Verifier['verify']>({
    'algorithm not pinned': (key) => async (token) =>
      personIn((await jwtVerify(token, key, { ...{ issuer: 'otzyv', audience: 'otzyv-api', typ: 'at+jwt' } })).payload),
    'audience and issuer not looked at': (key) => async (token) =>
      personIn((await jwtVerify(token, key, { algorithms: ['HS256'], typ: 'at+jwt' })).payload),
    'expiry not looked at': (key) => async (token) => {
      const settings = { issuer: 'otzyv', audience: 'otzyv-api', clockTolerance: 1e9 };
      return personIn((await jwtVerify(token, key, { ...settings, algorithms: ['HS256'] })).payload);
    },
    'signature not looked at': () => (token) => Promise.resolve(personIn(decodeJwt(token))),
  }).map(([name, make]) => ({ name, run: () => tryForgeries(make) })),
};

async function tryForgeries(sabotage?: (key: Uint8Array) => Verifier['verify']): Promise<Verdict> {
  const door = await openDoor();
  try {
    const key = signingKeyOf(door);
    if (sabotage !== undefined) breakVerifier(door, sabotage(key));
    const { accessToken, branchId } = await door.api.signIn({ role: 'branch_admin' });
    const paths = ['/v1/me', `/v1/branches/${branchId}`, `/v1/branches/${branchId}/families`];
    // The way this file signs is the right one, or the refusals below would mean nothing.
    const faults: string[] = [];
    const payload = decodeJwt(accessToken) as Record<string, unknown>;
    for (const path of paths) {
      const { status } = await door.get(path, signed(HEADER, payload, key));
      if (status !== 200) faults.push(`a right token was answered ${status} at ${path}`);
    }
    const forged = forgeries(accessToken, payload, key);
    for (const [what, token] of forged) {
      for (const path of paths) {
        const { status, headers } = await door.get(path, token);
        if (status !== 401) faults.push(`${what}: ${status} at ${path}`);
        else if (headers.get('www-authenticate')?.includes('invalid_token') !== true)
          faults.push(`${what}: no challenge`);
      }
    }
    return { n: forged.length * paths.length, violations: faults.length, details: { faults: faults.slice(0, 20) } };
  } finally {
    await door.close();
  }
}

const HEADER = { alg: 'HS256', typ: 'at+jwt' };

function forgeries(token: string, payload: Record<string, unknown>, key: Uint8Array): [string, string][] {
  const [head = '', body = '', signature = ''] = token.split('.');
  const now = Math.floor(Date.now() / 1000);
  const ours = (changes: object) => signed(HEADER, { ...payload, ...changes }, key);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const rsaText = `${part({ alg: 'RS256', typ: 'at+jwt' })}.${body}`;
  return [
    ['alg none', `${part({ alg: 'none', typ: 'at+jwt' })}.${body}.`],
    ['alg None', `${part({ alg: 'None', typ: 'at+jwt' })}.${body}.`],
    ['alg none, old signature', `${part({ alg: 'none', typ: 'at+jwt' })}.${body}.${signature}`],
    ['no signature', `${head}.${body}.`],
    ['HS512 with our key', signed({ ...HEADER, alg: 'HS512' }, payload, key, 'sha512')],
    ['HS384 with our key', signed({ ...HEADER, alg: 'HS384' }, payload, key, 'sha384')],
    ['alg swapped, old signature', `${part({ ...HEADER, alg: 'HS512' })}.${body}.${signature}`],
    [
      'RS256 of a key of mine',
      `${rsaText}.${signBytes('sha256', Buffer.from(rsaText), privateKey).toString('base64url')}`,
    ],
    ['HS256 with a public key as the secret', signed(HEADER, payload, Buffer.from(publicPem))],
    ['another key', signed(HEADER, payload, Buffer.alloc(32, 9))],
    ['an empty key', signed(HEADER, payload, Buffer.alloc(0))],
    ['another person', `${head}.${part({ ...payload, sub: newId() })}.${signature}`],
    ['another person, signed by us', ours({ sub: newId() })],
    ['another session, signed by us', ours({ sid: newId() })],
    ['another audience', ours({ aud: 'another-api' })],
    ['no audience', ours({ aud: undefined })],
    ['another issuer', ours({ iss: 'another' })],
    ['expired', ours({ exp: now - 1 })],
    ['no expiry', ours({ exp: undefined })],
    ['issued long ago', ours({ iat: now - 86_400, exp: now + 600 })],
    ['not yet valid', ours({ nbf: now + 3600 })],
    ['another type', signed({ alg: 'HS256', typ: 'JWT' }, payload, key)],
    ['a critical header that nobody knows', signed({ ...HEADER, crit: ['x'], x: 1 }, payload, key)],
  ];
}

/** As the program derives it, written once more: from the key file and the words of its purpose. */
function signingKeyOf({ config }: Door): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', config.keys.token, '', 'otzyv access token', 32));
}

function signed(header: object, payload: object, key: Uint8Array, digest = 'sha256'): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac(digest, key).update(text).digest('base64url')}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function personIn(payload: Record<string, unknown>): SignedInPerson {
  return { personId: String(payload['sub']), sessionId: String(payload['sid']) };
}

function breakVerifier({ api }: Door, verify: Verifier['verify']): void {
  const sessions: unknown = api.app.get(SessionsService);
  (sessions as { accessTokens: Verifier }).accessTokens.verify = (token) => verify(token).catch(() => null);
}
