import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn, type SignedInPerson } from '#access';
import { IdParam, ZodResponse } from '#http';
import { ChangeCustomRoleBody, CustomRoleAnswer, CustomRoleList, NewRoleBody } from './custom-roles.contract.ts';
import { CustomRoles } from './custom-roles.service.ts';

type WithId = { readonly id: string };

@ApiTags('associations')
@Controller('v1/associations/:association/roles')
export class CustomRolesController {
  constructor(private readonly roles: CustomRoles) {}

  @Get()
  @SignedIn()
  @ZodResponse({ status: 200, type: CustomRoleList, description: "The association's own roles" })
  list(@Me() { personId }: SignedInPerson, @IdParam('association') associationId: string, @Req() { id }: WithId) {
    return this.roles.list({ personId, associationId, requestId: id });
  }

  @Post()
  @SignedIn()
  @ZodResponse({ status: 201, type: CustomRoleAnswer, description: 'The new role' })
  create(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @Req() { id }: WithId,
    @Body() body: NewRoleBody,
  ) {
    return this.roles.create({ personId, associationId, requestId: id }, body);
  }

  @Put(':role')
  @SignedIn()
  @ZodResponse({
    status: 200,
    type: CustomRoleAnswer,
    description: 'The role, for its holders from their next request',
  })
  change(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('role') role: string,
    @Req() { id }: WithId,
    @Body() body: ChangeCustomRoleBody,
  ) {
    return this.roles.change({ personId, associationId, requestId: id }, role, body);
  }

  @Delete(':role')
  @SignedIn()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The role is gone' })
  remove(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('role') role: string,
    @Req() { id }: WithId,
  ) {
    return this.roles.remove({ personId, associationId, requestId: id }, role);
  }
}
