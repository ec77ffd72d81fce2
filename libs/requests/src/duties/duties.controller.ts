import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { DutyAnswer, DutyPage, IncidentAnswer, ListDutiesQuery, RecordIncidentBody } from './duties.contract.ts';
import { Duties } from './duties.service.ts';

@ApiTags('duties')
@Controller('v1/branches/:branch')
export class DutiesController {
  constructor(private readonly duties: Duties) {}

  @Get('duties')
  @Requires('duties.manage')
  @ZodResponse({
    status: 200,
    type: DutyPage,
    description: 'What the association owes as an operator itself, with the clock of each',
  })
  list(@Query() query: ListDutiesQuery) {
    return this.duties.list(query);
  }

  @Post('duties/:duty/completion')
  @HttpCode(200)
  @Requires('duties.manage')
  @ZodResponse({ status: 200, type: DutyAnswer, description: 'The duty that was done' })
  complete(@By() by: Principal, @IdParam('duty') duty: string, @IfMatch() version: number) {
    return this.duties.complete(by, duty, version);
  }

  @Post('incidents')
  @Requires('duties.manage')
  @Idempotent()
  @ZodResponse({
    status: 201,
    type: IncidentAnswer,
    description: 'The breach, and the 24 and 72 hours in which Roskomnadzor is told',
  })
  record(@By() by: Principal, @Body() body: RecordIncidentBody) {
    return this.duties.recordIncident(by, body);
  }
}
