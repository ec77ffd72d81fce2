import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import { AccessTokenService } from './access-token.service.ts';
import { tokenInvalid, tokenMissing } from './access.problems.ts';
import type { SignedInPerson } from './principal.ts';

export const ACCESS_TOKEN_STRATEGY = 'access-token';

/** Passport strategy over `Authorization: Bearer`; jose verifies, because it fixes the algorithm beforehand. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor(private readonly tokens: AccessTokenService) {
    super();
  }

  async validate(request: { headers: { authorization?: string } }): Promise<SignedInPerson> {
    const header = request.headers.authorization;
    if (header === undefined) throw tokenMissing();
    const token = /^Bearer ([\w-]+\.[\w-]*\.[\w-]*)$/i.exec(header)?.[1];
    const person = token === undefined ? null : await this.tokens.verify(token);
    if (person === null) throw tokenInvalid();
    return person;
  }
}
