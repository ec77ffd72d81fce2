import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IdParam, IfMatch, ZodResponse } from '#http';
import { ChecklistMarks } from './checklist-marks.service.ts';
import { ChecklistItemAnswer, ChecklistList, ChecklistsQuery, MarkItemBody } from './checklists.contract.ts';
import { Checklists } from './checklists.service.ts';

@ApiTags('requests')
@Controller('v1/branches/:branch/requests/:request/checklists')
export class ChecklistsController {
  constructor(
    private readonly checklists: Checklists,
    private readonly marks: ChecklistMarks,
  ) {}

  @Get()
  @Requires('requests.classify')
  @ZodResponse({ status: 200, type: ChecklistList, description: 'What the reply seems to say, and what it lacks' })
  list(@By() by: Principal, @IdParam('request') request: string, @Query() { message }: ChecklistsQuery) {
    return this.checklists.list(by, request, message);
  }

  @Put(':item')
  @Requires('requests.classify')
  @ZodResponse({ status: 200, type: ChecklistItemAnswer, description: 'The point as it is marked now' })
  mark(
    @By() by: Principal,
    @IdParam('request') request: string,
    @Param('item') item: string,
    @Query() { message }: ChecklistsQuery,
    @IfMatch() version: number,
    @Body() body: MarkItemBody,
  ) {
    return this.marks.mark(by, { requestId: request, messageId: message, item }, version, body);
  }
}
