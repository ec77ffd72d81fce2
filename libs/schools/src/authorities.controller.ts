import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { Authorities } from './authorities.service.ts';
import { Corrections } from './corrections.service.ts';
import {
  AuthorityAnswer,
  AuthorityPage,
  CorrectAuthorityBody,
  CreateAuthorityBody,
  ListAuthoritiesQuery,
} from './schools.contract.ts';

@ApiTags('schools')
@Controller('v1/branches/:branch/authorities')
export class AuthoritiesController {
  constructor(
    private readonly authorities: Authorities,
    private readonly corrections: Corrections,
  ) {}

  @Get()
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: AuthorityPage, description: 'A page of the directory' })
  list(@Query() query: ListAuthoritiesQuery) {
    return this.authorities.list(query);
  }

  @Post()
  @Requires('schools.write')
  @Idempotent()
  @ZodResponse({ status: 201, type: AuthorityAnswer, description: 'The new entry' })
  create(@By() by: Principal, @Body() body: CreateAuthorityBody) {
    return this.authorities.create(by, body);
  }

  @Get(':authority')
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: AuthorityAnswer, description: 'The entry' })
  get(@IdParam('authority') id: string) {
    return this.authorities.get(id);
  }

  @Patch(':authority')
  @Requires('schools.write')
  @ZodResponse({ status: 200, type: AuthorityAnswer, description: 'The corrected entry' })
  correct(
    @By() by: Principal,
    @IdParam('authority') id: string,
    @IfMatch() version: number,
    @Body() body: CorrectAuthorityBody,
  ) {
    return this.corrections.correct(by, id, version, body);
  }
}
