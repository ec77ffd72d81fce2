import { Body, Controller, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import {
  AddProcessingConsentBody,
  ChangeConsentBody,
  ConsentAnswer,
  MandateAnswer,
  ProcessingConsentAnswer,
  WithdrawBody,
} from './papers.contract.ts';
import { Papers } from './papers.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family')
export class PapersController {
  constructor(private readonly papers: Papers) {}

  @Patch('consents/:consent')
  @Requires('families.update')
  @ZodResponse({ status: 200, type: ConsentAnswer, description: 'The consent, with its withdrawal where there is one' })
  changeConsent(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('consent') id: string,
    @IfMatch() version: number,
    @Body() body: ChangeConsentBody,
  ) {
    return this.papers.changeConsent(by, familyId, version, id, body);
  }

  @Post('mandates/:mandate/withdrawal')
  @Requires('families.update')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: MandateAnswer, description: 'The mandate, and what its withdrawal stops' })
  withdrawMandate(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('mandate') id: string,
    @Body() body: WithdrawBody,
  ) {
    return this.papers.withdrawMandate(by, familyId, id, body);
  }

  @Post('processing-consents')
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: ProcessingConsentAnswer, description: 'The consent to our own processing' })
  addProcessingConsent(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @Body() body: AddProcessingConsentBody,
  ) {
    return this.papers.addProcessingConsent(by, familyId, body);
  }

  @Post('processing-consents/:consent/withdrawal')
  @Requires('families.update')
  @HttpCode(200)
  @ZodResponse({
    status: 200,
    type: ProcessingConsentAnswer,
    description: 'The consent, and the day by which what rested on it is destroyed',
  })
  withdrawProcessingConsent(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('consent') id: string,
    @Body() body: WithdrawBody,
  ) {
    return this.papers.withdrawProcessingConsent(by, familyId, id, body);
  }
}
