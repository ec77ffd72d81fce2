import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { BreakGlassAnswer, BreakGlassBody, BreakGlassPage, ListBreakGlassQuery } from './break-glass.contract.ts';
import { BreakGlass } from './break-glass.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch')
export class BreakGlassController {
  constructor(private readonly breakGlass: BreakGlass) {}

  @Post('families/:family/break-glass')
  @Requires('break-glass.use')
  @Idempotent()
  @ZodResponse({ status: 201, type: BreakGlassAnswer, description: 'The caller sees the family until `endsAt`' })
  open(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: BreakGlassBody) {
    return this.breakGlass.open(by, familyId, body);
  }

  @Get('break-glass-events')
  @Requires('break-glass.review')
  @ZodResponse({ status: 200, type: BreakGlassPage, description: 'Who broke the glass, when and why' })
  list(@Query() query: ListBreakGlassQuery) {
    return this.breakGlass.list(query);
  }

  @Post('break-glass-events/:event/review')
  @Requires('break-glass.review')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: BreakGlassAnswer, description: 'The event, looked at' })
  review(@By() by: Principal, @IdParam('event') id: string) {
    return this.breakGlass.review(by, id);
  }
}
