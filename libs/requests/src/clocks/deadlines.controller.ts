import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { DeadlineAnswer, ExtendDeadlineBody } from '../deadlines.contract.ts';
import { DeadlineExtensions } from './deadline-extensions.service.ts';
import { WhatIfAnswer, WhatIfBody } from './what-if.contract.ts';
import { WhatIf } from './what-if.service.ts';

@ApiTags('deadlines')
@Controller('v1/branches/:branch')
export class DeadlinesController {
  constructor(
    private readonly extensions: DeadlineExtensions,
    private readonly whatIf: WhatIf,
  ) {}

  @Post('requests/:request/deadlines/:deadline/extension')
  @HttpCode(200)
  @Requires('requests.classify')
  @Idempotent()
  @ZodResponse({
    status: 200,
    type: DeadlineAnswer,
    description: 'The deadline that takes the place of the one that the addressee gave notice to extend',
  })
  extend(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IdParam('deadline') deadline: string,
    @IfMatch() version: number,
    @Body() body: ExtendDeadlineBody,
  ) {
    return this.extensions.extend(by, request, deadline, version, body);
  }

  @Post('deadlines/what-if')
  @HttpCode(200)
  @Requires('requests.read')
  @ZodResponse({
    status: 200,
    type: WhatIfAnswer,
    description: 'When a term would end, with every step in both languages; nothing is stored',
  })
  suppose(@Body() body: WhatIfBody) {
    return this.whatIf.compute(body);
  }
}
