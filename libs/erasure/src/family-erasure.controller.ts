import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires, StepUp } from '#access';
import { IdParam, ZodResponse } from '#http';
import { EraseBody, ErasureAnswer, ExportAnswer, HoldAnswer, HoldBody, PreviewAnswer } from './erasure.contract.ts';
import { Erasures } from './erasures.service.ts';
import { FamilyExports } from './family-exports.service.ts';
import { LegalHolds } from './legal-holds.service.ts';

/** What concerns a family as a whole: its copy, its erasure, and what forbids the latter. */
@ApiTags('erasure')
@Controller('v1/branches/:branch/families/:family')
export class FamilyErasureController {
  constructor(
    private readonly exports: FamilyExports,
    private readonly erasures: Erasures,
    private readonly holds: LegalHolds,
  ) {}

  @Post('export')
  @HttpCode(202)
  @Requires('families.export')
  @StepUp()
  @ZodResponse({ status: 202, type: ExportAnswer, description: 'A copy of everything held is being made' })
  export(@By() by: Principal, @IdParam('family') family: string) {
    return this.exports.order(by, family);
  }

  @Get('exports/:export')
  @Requires('families.export')
  @ZodResponse({ status: 200, type: ExportAnswer, description: 'Whether the copy is ready, and its file' })
  exported(@IdParam('family') family: string, @IdParam('export') id: string) {
    return this.exports.get(family, id);
  }

  @Get('erasure-preview')
  @Requires('families.erase')
  @ZodResponse({ status: 200, type: PreviewAnswer, description: 'What an erasure would take and what would stay' })
  preview(@IdParam('family') family: string) {
    return this.erasures.preview(family);
  }

  @Post('erasure')
  @HttpCode(202)
  @Requires('families.erase')
  @StepUp()
  @ZodResponse({ status: 202, type: ErasureAnswer, description: 'The erasure was ordered' })
  erase(@By() by: Principal, @IdParam('family') family: string, @Body() body: EraseBody) {
    return this.erasures.order(by, family, body);
  }

  @Get('erasure')
  @Requires('families.erase')
  @ZodResponse({ status: 200, type: ErasureAnswer, description: 'How far the erasure is, its act and its log' })
  erasure(@IdParam('family') family: string) {
    return this.erasures.get(family);
  }

  @Post('legal-hold')
  @Requires('families.hold')
  @ZodResponse({ status: 201, type: HoldAnswer, description: 'Nothing of the family is destroyed until it is lifted' })
  hold(@By() by: Principal, @IdParam('family') family: string, @Body() { reason }: HoldBody) {
    return this.holds.place(by, family, reason);
  }

  @Delete('legal-hold')
  @Requires('families.hold')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The hold is lifted' })
  lift(@By() by: Principal, @IdParam('family') family: string) {
    return this.holds.lift(by, family);
  }
}
