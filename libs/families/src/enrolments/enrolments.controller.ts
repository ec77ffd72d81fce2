import { Body, Controller, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { ChangeEnrolmentBody, EnrolBody, EnrolmentAnswer } from './enrolments.contract.ts';
import { Enrolments } from './enrolments.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family')
export class EnrolmentsController {
  constructor(private readonly enrolments: Enrolments) {}

  @Post('children/:child/enrolments')
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({
    status: 201,
    type: EnrolmentAnswer,
    description: 'The new enrolment, and the one that it put an end to; `version` is the family’s',
  })
  enrol(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('child') childId: string,
    @Body() body: EnrolBody,
  ) {
    return this.enrolments.enrol(by, familyId, childId, body);
  }

  @Patch('enrolments/:enrolment')
  @Requires('families.update')
  @ZodResponse({ status: 200, type: EnrolmentAnswer, description: 'The corrected enrolment' })
  change(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('enrolment') id: string,
    @IfMatch() version: number,
    @Body() body: ChangeEnrolmentBody,
  ) {
    return this.enrolments.change(by, familyId, version, id, body);
  }
}
