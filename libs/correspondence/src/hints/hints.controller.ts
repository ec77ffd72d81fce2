import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IdParam, ZodResponse } from '#http';
import { HintsAnswer } from './hints.contract.ts';
import { HintsService } from './hints.service.ts';

@ApiTags('correspondence')
@Controller('v1/branches/:branch/messages/:message/hints')
export class HintsController {
  constructor(private readonly hints: HintsService) {}

  @Get()
  @Requires('correspondence.read')
  @ZodResponse({
    status: 200,
    type: HintsAnswer,
    description: 'What the answer seems to say, and where; nothing is applied',
  })
  list(@By() by: Principal, @IdParam('message') message: string) {
    return this.hints.of(by, message);
  }
}
