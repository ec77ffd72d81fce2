import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { ZodResponse } from '#http';
import { SearchAnswer, SearchBody } from './search.contract.ts';
import { Search } from './search.service.ts';

@ApiTags('search')
@Controller('v1/branches/:branch/search')
export class SearchController {
  constructor(private readonly search: Search) {}

  /** A POST although nothing changes: what is typed are names and numbers, and a URL is written down on the way. */
  @Post()
  @HttpCode(200)
  @Requires('schools.read')
  @ZodResponse({
    status: 200,
    type: SearchAnswer,
    description: 'Families, requests and addressees that fit the text; no names, and nothing is written down',
  })
  find(@By() by: Principal, @Body() body: SearchBody) {
    return this.search.find(by, body);
  }
}
