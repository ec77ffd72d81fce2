import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { DuplicatePage, ListDuplicatesQuery } from './duplicates.contract.ts';
import { Duplicates } from './duplicates.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/duplicates')
export class DuplicatesController {
  constructor(private readonly duplicates: Duplicates) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({
    status: 200,
    type: DuplicatePage,
    description: 'Pairs of families with the same child, document, telephone number or e-mail address',
  })
  list(@Query() query: ListDuplicatesQuery) {
    return this.duplicates.list(query);
  }
}
