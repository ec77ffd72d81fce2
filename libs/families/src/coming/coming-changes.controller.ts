import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { ComingPage, ListComingQuery } from './coming-changes.contract.ts';
import { ComingChanges } from './coming-changes.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/coming-changes')
export class ComingChangesController {
  constructor(private readonly coming: ComingChanges) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({
    status: 200,
    type: ComingPage,
    description: 'Children who turn 14 or 18, papers that expire, destructions that fall due; the nearest first',
  })
  list(@Query() query: ListComingQuery) {
    return this.coming.list(query);
  }
}
