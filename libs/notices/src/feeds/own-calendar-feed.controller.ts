import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn, type SignedInPerson } from '#access';
import { ZodResponse } from '#http';
import { CalendarFeedAnswer, MakeCalendarFeedBody, NewCalendarFeedAnswer } from './calendar-feeds.contract.ts';
import { CalendarFeeds } from './calendar-feeds.service.ts';

@ApiTags('own account')
@Controller('v1/me/calendar-feed')
export class OwnCalendarFeedController {
  constructor(private readonly feeds: CalendarFeeds) {}

  @Get()
  @SignedIn()
  @ZodResponse({ status: 200, type: CalendarFeedAnswer, description: 'Whether there is a feed; never its address' })
  find(@Me() me: SignedInPerson) {
    return this.feeds.find(me);
  }

  @Post()
  @SignedIn()
  @ZodResponse({
    status: 201,
    type: NewCalendarFeedAnswer,
    description: 'The address for your calendar program; the one before is void from now on',
  })
  make(@Me() me: SignedInPerson, @Body() { language }: MakeCalendarFeedBody) {
    return this.feeds.make(me, language);
  }

  @Delete()
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke the address of the calendar feed' })
  @ApiNoContentResponse({ description: 'The address leads nowhere from now on' })
  async revoke(@Me() me: SignedInPerson) {
    await this.feeds.revoke(me);
  }
}
