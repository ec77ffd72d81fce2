import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { RecordSuccessionBody, SuccessionChainAnswer } from './successions.contract.ts';
import { Successions } from './successions.service.ts';

@ApiTags('schools')
@Controller('v1/branches/:branch/authorities/:authority/succession')
export class SuccessionsController {
  constructor(private readonly successions: Successions) {}

  @Get()
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: SuccessionChainAnswer, description: 'Who took over, step by step' })
  chain(@IdParam('authority') id: string) {
    return this.successions.chainOf(id);
  }

  @Post()
  @Requires('schools.write')
  @Idempotent()
  @ZodResponse({ status: 201, type: SuccessionChainAnswer, description: 'The chain with the new step' })
  record(@By() by: Principal, @IdParam('authority') id: string, @Body() body: RecordSuccessionBody) {
    return this.successions.record(by, id, body);
  }

  @Delete(':succession')
  @HttpCode(204)
  @Requires('schools.write')
  @ApiNoContentResponse({ description: 'The step was recorded by mistake and is gone' })
  remove(@By() by: Principal, @IdParam('authority') id: string, @IdParam('succession') succession: string) {
    return this.successions.remove(by, id, succession);
  }
}
