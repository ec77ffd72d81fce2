import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { ListPapersToRenewQuery, PapersToRenewPage } from './papers-to-renew.contract.ts';
import { PapersToRenew } from './papers-to-renew.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/papers-to-renew')
export class PapersToRenewController {
  constructor(private readonly papers: PapersToRenew) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({
    status: 200,
    type: PapersToRenewPage,
    description: 'Consents and mandates that name the association which had the branch before; a new one takes it off',
  })
  list(@Query() query: ListPapersToRenewQuery) {
    return this.papers.list(query);
  }
}
