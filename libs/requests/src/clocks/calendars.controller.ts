import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { CalendarMoves } from './calendar-moves.service.ts';
import { CalendarList, MovesAnswer, MovesQuery, RuleList, RuleMovesBody } from './calendars.contract.ts';

@ApiTags('deadlines')
@Controller('v1/branches/:branch')
export class CalendarsController {
  constructor(private readonly moves: CalendarMoves) {}

  @Get('calendars')
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: CalendarList, description: 'Production calendars that are loaded, oldest first' })
  list() {
    return this.moves.list();
  }

  @Get('deadlines/moves')
  @Requires('requests.read')
  @ZodResponse({
    status: 200,
    type: MovesAnswer,
    description: 'How many open deadlines a calendar would move, of the families that the caller sees',
  })
  count(@Query() { calendar }: MovesQuery) {
    return this.moves.count(calendar);
  }

  @Post('deadlines/moves')
  @HttpCode(200)
  @Requires('requests.read')
  @ZodResponse({
    status: 200,
    type: MovesAnswer,
    description:
      'How many open deadlines new versions of rules would move, of the families that the caller sees; nothing is stored',
  })
  suppose(@Body() { rules }: RuleMovesBody) {
    return this.moves.countUnder(rules);
  }

  @Get('deadline-rules')
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: RuleList, description: 'Every version of every term, with its source' })
  rules() {
    return this.moves.rules();
  }
}
