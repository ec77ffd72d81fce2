import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { BranchRoleList, ChangeRoleBody, GrantRoleBody, MemberAnswer } from './members.contract.ts';
import { Members } from './members.service.ts';

@ApiTags('organisations')
@Controller('v1/branches/:branch')
export class MembersController {
  constructor(private readonly members: Members) {}

  @Get('roles')
  @Requires('members.read')
  @ZodResponse({ status: 200, type: BranchRoleList, description: 'The roles that can be given in this branch' })
  roles() {
    return this.members.roles();
  }

  @Post('members')
  @Requires('members.manage')
  @Idempotent()
  @ZodResponse({ status: 201, type: MemberAnswer, description: 'The new member' })
  grant(@By() by: Principal, @Body() { personId, role }: GrantRoleBody) {
    return this.members.grant(by, personId, role);
  }

  @Put('members/:person/role')
  @Requires('members.manage')
  @ZodResponse({ status: 200, type: MemberAnswer, description: 'The member in the new role' })
  changeRole(@By() by: Principal, @IdParam('person') personId: string, @Body() { role }: ChangeRoleBody) {
    return this.members.changeRole(by, personId, role);
  }

  @Delete('members/:person')
  @Requires('members.manage')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The person has no role in the branch any more' })
  revoke(@By() by: Principal, @IdParam('person') personId: string) {
    return this.members.revoke(by, personId);
  }
}
