import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type Client,
  From,
  Limited,
  Me,
  OwnPassword,
  PeopleService,
  SecondFactor,
  SessionsService,
  SignedIn,
  type SignedInPerson,
  StepUp,
} from '#access';
import { IdParam, ZodResponse } from '#http';
import {
  ChangePasswordBody,
  CodeBody,
  SecondFactorEnrolmentAnswer,
  LanguageBody,
  RecoveryCodesAnswer,
  SecondFactorAnswer,
  SessionsAnswer,
} from './own-account.contract.ts';

/** What a signed-in person sees and changes of the own account, outside of any branch. */
@ApiTags('own account')
@Controller('v1/me')
export class OwnAccountController {
  constructor(
    private readonly ownPassword: OwnPassword,
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactor,
    private readonly people: PeopleService,
  ) {}

  @Put('password')
  @SignedIn()
  @Limited()
  @HttpCode(204)
  @ApiOperation({ summary: 'Change the password; short, leaked, common and personal ones are refused with the reason' })
  @ApiNoContentResponse({ description: 'Changed; every other session has ended' })
  async changePassword(@Me() me: SignedInPerson, @Body() body: ChangePasswordBody, @From() client: Client) {
    await this.ownPassword.change(me, body.oldPassword, body.newPassword, client);
  }

  @Put('language')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Choose the language of mail from the program; letters to institutions stay Russian' })
  @ApiNoContentResponse({ description: 'Chosen' })
  async chooseLanguage(@Me() { personId }: SignedInPerson, @Body() { language }: LanguageBody) {
    await this.people.chooseLanguage(personId, language);
  }

  @Get('sessions')
  @SignedIn()
  @ApiOperation({ summary: 'Where one is signed in' })
  @ZodResponse({ status: 200, type: SessionsAnswer, description: 'Living sessions, the last used first' })
  async listSessions(@Me() me: SignedInPerson) {
    const items = (await this.sessions.list(me)).map(({ startedAt, lastUsedAt, ...session }) => ({
      ...session,
      startedAt: startedAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
    }));
    return { items };
  }

  @Delete('sessions/:session')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session' })
  @ApiNoContentResponse({
    description: 'Ended, or it was no living session of the own; its tokens are refused from now on',
  })
  async revokeSession(@Me() me: SignedInPerson, @IdParam('session') session: string) {
    await this.sessions.revoke(me, session);
  }

  @Delete('sessions')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'End all sessions but the one that asks' })
  @ApiNoContentResponse({ description: 'Signed out everywhere else' })
  async revokeOtherSessions(@Me() me: SignedInPerson) {
    await this.sessions.revokeOthers(me);
  }

  @Get('second-factor')
  @SignedIn()
  @ApiOperation({ summary: 'Whether a second factor is set up' })
  @ZodResponse({ status: 200, type: SecondFactorAnswer, description: 'The state of the second factor' })
  state(@Me() me: SignedInPerson) {
    return this.secondFactor.state(me.personId);
  }

  @Post('second-factor')
  @SignedIn()
  @StepUp()
  @ApiOperation({ summary: 'Begin to set up a second factor; it counts once a code was shown' })
  @ZodResponse({ status: 201, type: SecondFactorEnrolmentAnswer, description: 'The secret for the authenticator' })
  enrol(@Me() me: SignedInPerson) {
    return this.secondFactor.enrol(me.personId);
  }

  @Post('second-factor/confirmation')
  @SignedIn()
  @Limited()
  @ApiOperation({ summary: 'Show the first code; from now on signing in asks for one' })
  @ZodResponse({ status: 200, type: RecoveryCodesAnswer, description: 'Set up; keep the recovery codes' })
  async confirm(@Me() me: SignedInPerson, @Body() body: CodeBody, @From() client: Client) {
    return { recoveryCodes: await this.secondFactor.confirm(me, body.code, client) };
  }

  @Post('second-factor/recovery-codes')
  @SignedIn()
  @StepUp()
  @ApiOperation({ summary: 'Ten new recovery codes instead of the old ones' })
  @ZodResponse({ status: 200, type: RecoveryCodesAnswer, description: 'The new codes; the old ones are void' })
  async renewRecoveryCodes(@Me() me: SignedInPerson) {
    return { recoveryCodes: await this.secondFactor.renewRecoveryCodes(me.personId) };
  }

  @Delete('second-factor')
  @SignedIn()
  @StepUp()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the second factor off; roles that need one then let nobody in' })
  @ApiNoContentResponse({ description: 'Signing in asks for the password alone' })
  async drop(@Me() me: SignedInPerson) {
    await this.secondFactor.drop(me.personId);
  }
}
