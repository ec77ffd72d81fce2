import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import {
  InvitationAnswer,
  InvitationPage,
  InviteBody,
  ListInvitationsQuery,
  ResendInvitationBody,
} from './invitations.contract.ts';
import { Invitations } from './invitations.service.ts';

@ApiTags('invitations')
@Controller('v1/branches/:branch/invitations')
export class InvitationsController {
  constructor(private readonly invitations: Invitations) {}

  @Get()
  @Requires('members.manage')
  @ApiOperation({ summary: 'Invitations into the branch and what became of them' })
  @ZodResponse({ status: 200, type: InvitationPage, description: 'A page of invitations, the newest first' })
  list(@Query() query: ListInvitationsQuery) {
    return this.invitations.list(query);
  }

  @Post()
  @Requires('members.manage')
  @Idempotent()
  @ApiOperation({ summary: 'Invite somebody by e-mail; an invitation that still waits for the address is replaced' })
  @ZodResponse({ status: 201, type: InvitationAnswer, description: 'The mail waits in the outbox' })
  invite(@By() by: Principal, @Body() body: InviteBody) {
    return this.invitations.invite(by, body);
  }

  @Post(':invitation/resending')
  @Requires('members.manage')
  @ApiOperation({ summary: 'Send the invitation again with a new link and a new term' })
  @ZodResponse({ status: 200, type: InvitationAnswer, description: 'The new mail waits in the outbox' })
  resend(@By() by: Principal, @IdParam('invitation') invitation: string, @Body() body: ResendInvitationBody) {
    return this.invitations.resend(by, invitation, body.days);
  }

  @Delete(':invitation')
  @Requires('members.manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the invitation back' })
  @ApiNoContentResponse({ description: 'The link is void' })
  async revoke(@By() by: Principal, @IdParam('invitation') invitation: string): Promise<void> {
    await this.invitations.revoke(by, invitation);
  }
}
