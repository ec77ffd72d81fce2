import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { idSchema } from '#kernel';
import { AccessKeys } from './access-keys.ts';
import type { SignedInPerson } from './principal.ts';
import { VerifiedTokens } from './verified-tokens.ts';

export const ACCESS_TOKEN_SECONDS = 600;
const ISSUER = 'otzyv';
const AUDIENCE = 'otzyv-api';
const TYPE = 'at+jwt';
const ALGORITHM = 'HS256';

/** Signs and verifies access tokens. They name a person and a session, never a role: roles are read at each request. */
@Injectable()
export class AccessTokenService {
  private readonly verified = new VerifiedTokens();

  constructor(private readonly keys: AccessKeys) {}

  sign({ personId, sessionId }: SignedInPerson): Promise<string> {
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setSubject(personId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .sign(this.keys.signing);
  }

  /** Null for whatever is wrong with the token. The algorithm is ours, not the one that the token names. */
  async verify(token: string): Promise<SignedInPerson | null> {
    const known = this.verified.find(token);
    if (known !== null) return known;
    try {
      const { payload } = await jwtVerify(token, this.keys.signing, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: ISSUER,
        audience: AUDIENCE,
        maxTokenAge: ACCESS_TOKEN_SECONDS,
        requiredClaims: ['sub', 'sid', 'exp', 'iat'],
      });
      const [personId, sessionId] = [idSchema.safeParse(payload.sub), idSchema.safeParse(payload['sid'])];
      if (!personId.success || !sessionId.success) return null;
      const person = { personId: personId.data, sessionId: sessionId.data };
      this.verified.remember(token, person, payload.exp ?? 0);
      return person;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
