import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import {
  DecideProposalBody,
  ListProposalsQuery,
  ProposalAnswer,
  ProposalPage,
  ProposeBody,
} from './proposals.contract.ts';
import { Proposals } from './proposals.service.ts';

@ApiTags('schools')
@Controller('v1/branches/:branch')
export class ProposalsController {
  constructor(private readonly proposals: Proposals) {}

  @Post('authorities/:authority/proposals')
  @Requires('schools.propose')
  @Idempotent()
  @ZodResponse({ status: 201, type: ProposalAnswer, description: 'The proposal, which waits for a decision' })
  propose(@By() by: Principal, @IdParam('authority') id: string, @Body() body: ProposeBody) {
    return this.proposals.propose(by, id, body);
  }

  @Get('authority-proposals')
  @Requires('schools.propose')
  @ZodResponse({ status: 200, type: ProposalPage, description: 'Proposed corrections of the branch' })
  list(@Query() query: ListProposalsQuery) {
    return this.proposals.list(query);
  }

  @Get('authority-proposals/:proposal')
  @Requires('schools.propose')
  @ZodResponse({ status: 200, type: ProposalAnswer, description: 'The proposal' })
  get(@IdParam('proposal') id: string) {
    return this.proposals.get(id);
  }

  @Post('authority-proposals/:proposal/decision')
  @HttpCode(200)
  @Requires('schools.write')
  @ZodResponse({ status: 200, type: ProposalAnswer, description: 'The decided proposal' })
  decide(
    @By() by: Principal,
    @IdParam('proposal') id: string,
    @IfMatch() version: number,
    @Body() body: DecideProposalBody,
  ) {
    return this.proposals.decide(by, id, version, body.decision, body.reason);
  }
}
