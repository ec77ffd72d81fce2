import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn, type SignedInPerson } from '#access';
import { IdParam, ZodResponse } from '#http';
import {
  AddAssociationAdminBody,
  AssociationAdminList,
  AssociationBranchAnswer,
  AssociationBranchList,
  AssociationList,
  BranchStepBody,
  CloseBranchBody,
  OpenBranchBody,
} from './associations.contract.ts';
import { Associations } from './associations.service.ts';

type WithId = { readonly id: string };

/** Outside of every branch: the database asks whether the person administers the association. */
@ApiTags('associations')
@Controller('v1/associations')
export class AssociationsController {
  constructor(private readonly associations: Associations) {}

  @Get()
  @SignedIn()
  @ZodResponse({ status: 200, type: AssociationList, description: 'The associations that the caller administers' })
  mine(@Me() { personId }: SignedInPerson) {
    return this.associations.administeredBy(personId);
  }

  @Get(':association/branches')
  @SignedIn()
  @ZodResponse({ status: 200, type: AssociationBranchList, description: 'All branches, with counts' })
  branches(@Me() { personId }: SignedInPerson, @IdParam('association') associationId: string, @Req() { id }: WithId) {
    return this.associations.branches({ personId, associationId, requestId: id });
  }

  @Post(':association/branches')
  @SignedIn()
  @ZodResponse({ status: 201, type: AssociationBranchAnswer, description: 'The opened branch' })
  open(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @Req() { id }: WithId,
    @Body() body: OpenBranchBody,
  ) {
    return this.associations.open({ personId, associationId, requestId: id }, body);
  }

  @Post(':association/branches/:id/suspend')
  @SignedIn()
  @HttpCode(200)
  @ZodResponse({ status: 200, type: AssociationBranchAnswer, description: 'The branch, which can only be read now' })
  suspend(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Req() { id }: WithId,
    @Body() { reason }: BranchStepBody,
  ) {
    return this.associations.suspend({ personId, associationId, requestId: id }, branchId, reason);
  }

  @Post(':association/branches/:id/reopen')
  @SignedIn()
  @HttpCode(200)
  @ZodResponse({ status: 200, type: AssociationBranchAnswer, description: 'The branch, open again' })
  reopen(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Req() { id }: WithId,
    @Body() { reason }: BranchStepBody,
  ) {
    return this.associations.reopen({ personId, associationId, requestId: id }, branchId, reason);
  }

  @Post(':association/branches/:id/close')
  @SignedIn()
  @HttpCode(200)
  @ZodResponse({ status: 200, type: AssociationBranchAnswer, description: 'The branch, which nobody enters any more' })
  close(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Req() { id }: WithId,
    @Body() { reason, eraseAfter }: CloseBranchBody,
  ) {
    const by = { personId, associationId, requestId: id };
    return this.associations.close(by, branchId, reason, new Date(eraseAfter));
  }

  @Get(':association/admins')
  @SignedIn()
  @ZodResponse({ status: 200, type: AssociationAdminList, description: 'Who administers the association' })
  admins(@Me() { personId }: SignedInPerson, @IdParam('association') associationId: string, @Req() { id }: WithId) {
    return this.associations.admins({ personId, associationId, requestId: id });
  }

  @Post(':association/admins')
  @SignedIn()
  @ZodResponse({ status: 201, type: AssociationAdminList, description: 'Who administers the association now' })
  addAdmin(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @Req() { id }: WithId,
    @Body() body: AddAssociationAdminBody,
  ) {
    return this.associations.addAdmin({ personId, associationId, requestId: id }, body.personId);
  }

  @Delete(':association/admins/:person')
  @SignedIn()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The person administers the association no longer' })
  removeAdmin(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('person') person: string,
    @Req() { id }: WithId,
  ) {
    return this.associations.removeAdmin({ personId, associationId, requestId: id }, person);
  }
}
