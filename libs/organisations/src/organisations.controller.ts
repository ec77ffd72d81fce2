import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { BranchAnswer, ListMembersQuery, MemberPage } from './organisations.contract.ts';
import { Organisations } from './organisations.service.ts';

@ApiTags('organisations')
@Controller('v1/branches/:branch')
export class OrganisationsController {
  constructor(private readonly organisations: Organisations) {}

  @Get()
  @Requires('branches.read')
  @ZodResponse({ status: 200, type: BranchAnswer, description: 'The branch' })
  branch() {
    return this.organisations.branch();
  }

  @Get('members')
  @Requires('members.read')
  @ZodResponse({ status: 200, type: MemberPage, description: 'A page of the people with a role in the branch' })
  members(@Query() query: ListMembersQuery) {
    return this.organisations.members(query);
  }
}
