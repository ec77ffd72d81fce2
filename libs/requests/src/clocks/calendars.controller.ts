import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { CalendarMoves } from './calendar-moves.service.ts';
import { CalendarList, MovesAnswer, MovesQuery } from './calendars.contract.ts';

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
}
