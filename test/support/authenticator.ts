import { setTimeout as sleep } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import request from 'supertest';
import type { ApiServer, GivenPerson } from './api-server.ts';

/** A telephone with an authenticator app: the other side of the second factor, independent of the server's own code. */
export class Authenticator {
  private readonly totp: TOTP;

  constructor(secret: string) {
    this.totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  }

  /** @param steps 30-second steps from now: the server takes one early or late. */
  code(steps = 0): string {
    return this.totp.generate({ timestamp: Date.now() + steps * 30_000 });
  }
}

export interface Enrolled {
  readonly authenticator: Authenticator;
  readonly recoveryCodes: readonly string[];
}

/** Sets up a second factor over HTTP. Uses the code of the step before, so that those of now and next are unused. */
export async function enrol(
  api: Pick<ApiServer, 'server'>,
  headers: { readonly authorization: string },
): Promise<Enrolled> {
  const { body } = await request(api.server).post('/v1/me/second-factor').set(headers).expect(201);
  const authenticator = new Authenticator(body.secret as string);
  // A code of the step before is too old when the step ends on its way.
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 2000) await sleep(left);
  const confirmed = await request(api.server)
    .post('/v1/me/second-factor/confirmation')
    .set(headers)
    .send({ code: authenticator.code(-1) })
    .expect(200);
  return { authenticator, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}

/** The first of the two steps; resolves to the challenge. */
export async function challengeFor(api: ApiServer, { email, password }: GivenPerson): Promise<string> {
  const { body } = await request(api.server).post('/v1/auth/login').send({ email, password }).expect(200);
  return body.challenge as string;
}
