import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import {
  ChangeSystemFactBody,
  ListSystemFactsQuery,
  RecordSystemFactBody,
  SystemFactAnswer,
  SystemFactPage,
} from './system-facts.contract.ts';
import { SystemFacts } from './system-facts.service.ts';

@ApiTags('schools')
@Controller('v1/branches/:branch/system-facts')
export class SystemFactsController {
  constructor(private readonly facts: SystemFacts) {}

  @Get()
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: SystemFactPage, description: 'What regions and schools have otherwise' })
  list(@Query() query: ListSystemFactsQuery) {
    return this.facts.list(query);
  }

  @Post()
  @Requires('schools.write')
  @Idempotent()
  @ZodResponse({ status: 201, type: SystemFactAnswer, description: 'The recorded fact' })
  record(@By() by: Principal, @Body() body: RecordSystemFactBody) {
    return this.facts.record(by, body);
  }

  @Get(':fact')
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: SystemFactAnswer, description: 'The fact' })
  get(@IdParam('fact') id: string) {
    return this.facts.get(id);
  }

  @Put(':fact')
  @Requires('schools.write')
  @ZodResponse({ status: 200, type: SystemFactAnswer, description: 'The changed fact' })
  change(
    @By() by: Principal,
    @IdParam('fact') id: string,
    @IfMatch() version: number,
    @Body() body: ChangeSystemFactBody,
  ) {
    return this.facts.change(by, id, version, body);
  }

  @Delete(':fact')
  @HttpCode(204)
  @Requires('schools.write')
  @ApiNoContentResponse({ description: 'The catalogue holds again' })
  remove(@By() by: Principal, @IdParam('fact') id: string, @IfMatch() version: number) {
    return this.facts.remove(by, id, version);
  }
}
