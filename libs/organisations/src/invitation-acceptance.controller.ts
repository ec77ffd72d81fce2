import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Client, From, Limited, Me, Public, SignedIn, type SignedInPerson } from '#access';
import { ZodResponse } from '#http';
import {
  AcceptedAnswer,
  AcceptInvitationBody,
  InvitationPreviewAnswer,
  InvitationTokenBody,
} from './invitations.contract.ts';
import { InvitationAcceptance } from './invitation-acceptance.service.ts';

/** The invited person's side. The token travels in bodies only: addresses are logged everywhere. */
@ApiTags('invitations')
@Controller('v1')
export class InvitationAcceptanceController {
  constructor(private readonly acceptance: InvitationAcceptance) {}

  @Post('invitations/preview')
  @Public()
  @Limited()
  @HttpCode(200)
  @ApiOperation({ summary: 'Who invites to what, by the token of the link' })
  @ZodResponse({ status: 200, type: InvitationPreviewAnswer, description: 'The invitation is open' })
  look(@Body() { token }: InvitationTokenBody, @From() client: Client, @Req() { id }: { id: string }) {
    return this.acceptance.look(token, { client, requestId: id });
  }

  @Post('invitations/acceptance')
  @Public()
  @Limited()
  @ApiOperation({ summary: 'Accept as a new person; short, leaked, common and personal passwords are refused' })
  @ZodResponse({ status: 201, type: AcceptedAnswer, description: 'Registered with the invited address, and a member' })
  accept(@Body() { token, ...person }: AcceptInvitationBody, @From() client: Client, @Req() { id }: { id: string }) {
    return this.acceptance.acceptAsNew(token, person, { client, requestId: id });
  }

  @Post('me/invitations')
  @SignedIn()
  @Limited()
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept as the person who is signed in, who must have the invited address' })
  @ZodResponse({ status: 200, type: AcceptedAnswer, description: 'A member of one more branch' })
  acceptAsMe(
    @Me() me: SignedInPerson,
    @Body() { token }: InvitationTokenBody,
    @From() client: Client,
    @Req() { id }: { id: string },
  ) {
    return this.acceptance.acceptAs(me, token, { client, requestId: id });
  }
}
