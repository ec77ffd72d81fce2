import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { OverviewAnswer } from './overview.contract.ts';
import { OverviewRepository } from './overview.repository.ts';

@ApiTags('requests')
@Controller('v1/branches/:branch/overview')
export class OverviewController {
  constructor(private readonly overview: OverviewRepository) {}

  @Get()
  @Requires('insights.read')
  @ZodResponse({ status: 200, type: OverviewAnswer, description: 'How many requests stand where; numbers only' })
  read() {
    return this.overview.read();
  }
}
