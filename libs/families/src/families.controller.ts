import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { CreatedFamilyAnswer, FamilyAnswer, FamilyPage, ListFamiliesQuery } from './families.contract.ts';
import { Families } from './families.service.ts';
import { ChangeFamilyBody, CreateFamilyBody } from './family-changes.contract.ts';
import { FamilyChanges } from './family-changes.service.ts';
import { FamilyRecords } from './family-records.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families')
export class FamiliesController {
  constructor(
    private readonly families: Families,
    private readonly records: FamilyRecords,
    private readonly changes: FamilyChanges,
  ) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({ status: 200, type: FamilyPage, description: 'A page of families: numbers and initials' })
  list(@Query() query: ListFamiliesQuery) {
    return this.families.list(query);
  }

  @Post()
  @Requires('families.create')
  @Idempotent()
  @ZodResponse({ status: 201, type: CreatedFamilyAnswer, description: 'The ids of the family and of all its parts' })
  create(@By() by: Principal, @Body() body: CreateFamilyBody) {
    return this.records.create(by, body);
  }

  @Get(':family')
  @Requires('families.read')
  @ZodResponse({ status: 200, type: FamilyAnswer, description: 'The family with names; the reading is logged' })
  get(@By() by: Principal, @IdParam('family') familyId: string) {
    return this.families.get(by, familyId);
  }

  @Patch(':family')
  @Requires('families.update')
  @ZodResponse({ status: 200, type: FamilyAnswer, description: 'The changed family' })
  change(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IfMatch() version: number,
    @Body() body: ChangeFamilyBody,
  ) {
    return this.changes.change(by, familyId, version, body);
  }
}
