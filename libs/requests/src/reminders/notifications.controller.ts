import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { ZodResponse } from '#http';
import {
  ListNotificationsQuery,
  NotificationPage,
  ReadNotificationsAnswer,
  ReadNotificationsBody,
} from './notifications.contract.ts';
import { Notifications } from './notifications.service.ts';

@ApiTags('notifications')
@Controller('v1/branches/:branch/me/notifications')
export class NotificationsController {
  constructor(private readonly notifications: Notifications) {}

  @Get()
  @Requires('requests.read')
  @ZodResponse({
    status: 200,
    type: NotificationPage,
    description: 'What you were told: case numbers, dates and ids, never a name',
  })
  list(@By() by: Principal, @Query() query: ListNotificationsQuery) {
    return this.notifications.list(by, query);
  }

  @Post('read')
  @HttpCode(200)
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: ReadNotificationsAnswer, description: 'How many of them were unread' })
  read(@By() by: Principal, @Body() body: ReadNotificationsBody) {
    return this.notifications.markRead(by, body.ids);
  }
}
