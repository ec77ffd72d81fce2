import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { AssignBody, AssignmentAnswer, AssignmentList } from './family-assignments.contract.ts';
import { FamilyAssignments } from './family-assignments.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family/assignments')
export class FamilyAssignmentsController {
  constructor(private readonly assignments: FamilyAssignments) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({ status: 200, type: AssignmentList, description: 'Who the family was assigned to, ended ones too' })
  list(@IdParam('family') familyId: string) {
    return this.assignments.list(familyId);
  }

  @Post()
  @Requires('families.assign')
  @Idempotent()
  @ZodResponse({ status: 201, type: AssignmentAnswer, description: 'The new assignment' })
  assign(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: AssignBody) {
    return this.assignments.assign(by, familyId, body);
  }

  @Delete(':assignment')
  @Requires('families.assign')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The assignment has ended' })
  end(@By() by: Principal, @IdParam('family') familyId: string, @IdParam('assignment') id: string) {
    return this.assignments.end(by, familyId, id);
  }
}
