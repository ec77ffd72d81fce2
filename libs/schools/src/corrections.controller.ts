import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IdParam, IfMatch, ZodResponse } from '#http';
import { CorrectionPage, ListCorrectionsQuery, UndoCorrectionBody } from './corrections.contract.ts';
import { Corrections } from './corrections.service.ts';
import { AuthorityAnswer } from './schools.contract.ts';

@ApiTags('schools')
@Controller('v1/branches/:branch/authorities/:authority/corrections')
export class CorrectionsController {
  constructor(private readonly corrections: Corrections) {}

  @Get()
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: CorrectionPage, description: 'The history of the entry, newest first' })
  list(@IdParam('authority') id: string, @Query() query: ListCorrectionsQuery) {
    return this.corrections.list(id, query);
  }

  @Post(':correction/undo')
  @HttpCode(200)
  @Requires('schools.write')
  @ZodResponse({ status: 200, type: AuthorityAnswer, description: 'The entry as it was before that correction' })
  undo(
    @By() by: Principal,
    @IdParam('authority') id: string,
    @IdParam('correction') correction: string,
    @IfMatch() version: number,
    @Body() body: UndoCorrectionBody,
  ) {
    return this.corrections.undo(by, id, correction, version, body.reason);
  }
}
