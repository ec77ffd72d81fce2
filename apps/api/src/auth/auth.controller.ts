import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { accessProblems, PasswordGuard, Public, SessionsService, type TokenPair } from '#access';
import { ZodResponse } from '#http';
import { Problem } from '#kernel';
import { LoginBody, RefreshTokenBody, TokensAnswer } from './auth.contract.ts';

@ApiTags('auth')
@Controller('v1/auth')
export class AuthController {
  constructor(private readonly sessions: SessionsService) {}

  @Post('login')
  @Public()
  @UseGuards(PasswordGuard)
  @ZodResponse({ status: 200, type: TokensAnswer, description: 'Signed in' })
  async login(@Body() _body: LoginBody, @Req() request: { user?: string }) {
    if (typeof request.user !== 'string') throw new Problem(accessProblems.credentialsWrong);
    return bearer(await this.sessions.open(request.user));
  }

  @Post('refresh')
  @Public()
  @ZodResponse({ status: 200, type: TokensAnswer, description: 'New tokens; the old refresh token is spent' })
  async refresh(@Body() body: RefreshTokenBody) {
    return bearer(await this.sessions.refresh(body.refreshToken));
  }

  @Post('logout')
  @Public()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The session has ended, or there was none' })
  async logout(@Body() body: RefreshTokenBody): Promise<void> {
    await this.sessions.end(body.refreshToken);
  }
}

function bearer(pair: TokenPair) {
  return { ...pair, tokenType: 'Bearer' as const };
}
