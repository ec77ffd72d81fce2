import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { AddedChildAnswer, AddedPartAnswer } from './families.contract.ts';
import { AddChildBody, AddConsentBody, AddGuardianBody, AddMandateBody } from './family-changes.contract.ts';
import { FamilyAdditions } from './family-additions.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family')
export class FamilyPartsController {
  constructor(private readonly additions: FamilyAdditions) {}

  @Post('guardians')
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: AddedPartAnswer, description: 'The new guardian' })
  addGuardian(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: AddGuardianBody) {
    return this.additions.addGuardian(by, familyId, body);
  }

  @Post('children')
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: AddedChildAnswer, description: 'The new child' })
  addChild(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: AddChildBody) {
    return this.additions.addChild(by, familyId, body);
  }

  @Post('consents')
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: AddedPartAnswer, description: 'The recorded consent' })
  addConsent(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: AddConsentBody) {
    return this.additions.addConsent(by, familyId, body);
  }

  @Post('mandates')
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: AddedPartAnswer, description: 'The recorded mandate' })
  addMandate(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: AddMandateBody) {
    return this.additions.addMandate(by, familyId, body);
  }
}
