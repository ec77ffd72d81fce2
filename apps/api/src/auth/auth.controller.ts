import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  accessProblems,
  Attempts,
  type Client,
  From,
  hashOfToken,
  Limited,
  Me,
  OwnPassword,
  PasswordGuard,
  PasswordResets,
  Public,
  SessionsService,
  SignedIn,
  type SignedInPerson,
  SignIn,
  type TokenPair,
} from '#access';
import { ZodResponse } from '#http';
import { Problem } from '#kernel';
import {
  ConfirmBody,
  LoginAnswer,
  LoginBody,
  PasswordResetBody,
  PasswordResetRequestBody,
  RefreshTokenBody,
  SecondFactorBody,
  TokensAnswer,
} from './auth.contract.ts';

@ApiTags('auth')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signIn: SignIn,
    private readonly ownPassword: OwnPassword,
    private readonly attempts: Attempts,
    private readonly resets: PasswordResets,
  ) {}

  @Post('login')
  @Public()
  @Limited()
  @UseGuards(PasswordGuard)
  @ApiOperation({ summary: 'Sign in with address and password; with a second factor a challenge comes first' })
  @ZodResponse({ status: 200, type: LoginAnswer, description: 'Signed in, or a code is still to be shown' })
  async login(@Body() _body: LoginBody, @Req() request: { user?: string }, @From() client: Client) {
    if (typeof request.user !== 'string') throw new Problem(accessProblems.credentialsWrong);
    const answer = await this.signIn.afterPassword(request.user, client);
    return 'challenge' in answer ? answer : bearer(answer);
  }

  @Post('second-factor')
  @Public()
  @Limited()
  @ApiOperation({ summary: 'Answer the challenge of a sign-in with a code; a code counts once' })
  @ZodResponse({ status: 200, type: TokensAnswer, description: 'Signed in' })
  async secondFactor(@Body() body: SecondFactorBody, @From() client: Client) {
    return bearer(await this.signIn.withCode(body.challenge, body.code, client));
  }

  @Post('refresh')
  @Public()
  @Limited()
  @ApiOperation({ summary: 'Exchange a refresh token' })
  @ZodResponse({ status: 200, type: TokensAnswer, description: 'New tokens; the old refresh token is spent' })
  async refresh(@Body() body: RefreshTokenBody, @From() client: Client) {
    await this.attempts.take('refresh', hashOfToken(body.refreshToken).toString('hex'), client.network);
    return bearer(await this.sessions.refresh(body.refreshToken));
  }

  @Post('password-reset-requests')
  @Public()
  @Limited()
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for a link to a new password; answered alike whoever has the address' })
  @ApiAcceptedResponse({ description: 'If the address is known here, a mail with a link for an hour is on its way' })
  async askForReset(@Body() { email, language }: PasswordResetRequestBody, @From() client: Client): Promise<void> {
    await this.resets.request(email, language, client);
  }

  @Post('password-resets')
  @Public()
  @Limited()
  @HttpCode(204)
  @ApiOperation({ summary: 'Set a new password by the token of the link, once' })
  @ApiNoContentResponse({ description: 'Set; every session has ended, and a second factor is still asked for' })
  async reset(@Body() { token, password }: PasswordResetBody, @From() client: Client): Promise<void> {
    await this.resets.finish(token, password, client);
  }

  @Post('logout')
  @Public()
  @HttpCode(204)
  @ApiOperation({ summary: 'End the session of a refresh token' })
  @ApiNoContentResponse({ description: 'The session has ended, or there was none' })
  async logout(@Body() body: RefreshTokenBody): Promise<void> {
    await this.sessions.end(body.refreshToken);
  }

  @Post('confirm')
  @SignedIn()
  @Limited()
  @HttpCode(204)
  @ApiOperation({ summary: 'Show the password again (or a code, with a second factor) before a step that asks for it' })
  @ApiNoContentResponse({ description: 'Confirmed for ten minutes, in this session' })
  async confirm(@Me() me: SignedInPerson, @Body() body: ConfirmBody, @From() client: Client): Promise<void> {
    const { password, code } = body;
    await this.ownPassword.confirm(
      me,
      { ...(password !== undefined && { password }), ...(code !== undefined && { code }) },
      client,
    );
  }
}

function bearer(pair: TokenPair) {
  return { ...pair, tokenType: 'Bearer' as const };
}
