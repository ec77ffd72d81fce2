import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import { AccessTokenService } from './access-token.service.ts';
import { tokenInvalid, tokenMissing } from './access.problems.ts';
import type { Bearer } from './principal.ts';
import { hashOfToken } from './secret-token.ts';

export const ACCESS_TOKEN_STRATEGY = 'access-token';

/** `otzyv_` and 256 bits: easy to find for those who search repositories for leaked secrets. */
export const API_KEY = /^otzyv_[\w-]{43}$/;

/** Passport strategy over `Authorization: Bearer`; jose verifies, because it fixes the algorithm beforehand. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor(private readonly tokens: AccessTokenService) {
    super();
  }

  async validate(request: { headers: { authorization?: string } }): Promise<Bearer> {
    const header = request.headers.authorization;
    if (header === undefined) throw tokenMissing();
    const key = /^Bearer (\S+)$/i.exec(header)?.[1];
    if (key !== undefined && API_KEY.test(key)) return { kind: 'api-key', keyHash: hashOfToken(key) };
    const token = /^Bearer ([\w-]+\.[\w-]*\.[\w-]*)$/i.exec(header)?.[1];
    const person = token === undefined ? null : await this.tokens.verify(token);
    if (person === null) throw tokenInvalid();
    return { kind: 'session', ...person };
  }
}
