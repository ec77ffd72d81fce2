import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IdParam, ZodResponse } from '#http';
import { ChecklistList, ChecklistsQuery } from './checklists.contract.ts';
import { Checklists } from './checklists.service.ts';

@ApiTags('requests')
@Controller('v1/branches/:branch/requests/:request/checklists')
export class ChecklistsController {
  constructor(private readonly checklists: Checklists) {}

  @Get()
  @Requires('requests.classify')
  @ZodResponse({ status: 200, type: ChecklistList, description: 'What the reply seems to say, and what it lacks' })
  list(@By() by: Principal, @IdParam('request') request: string, @Query() { message }: ChecklistsQuery) {
    return this.checklists.list(by, request, message);
  }
}
