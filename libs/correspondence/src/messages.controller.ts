import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import {
  ListMessagesQuery,
  ListThreadMessagesQuery,
  MessageAnswer,
  MessagePage,
  SettleMessageBody,
  WholeMessageAnswer,
} from './correspondence.contract.ts';
import { MessageReading } from './message-reading.service.ts';
import { MessageSettling } from './message-settling.service.ts';

@ApiTags('correspondence')
@Controller('v1/branches/:branch')
export class MessagesController {
  constructor(
    private readonly reading: MessageReading,
    private readonly settling: MessageSettling,
  ) {}

  @Get('threads/:thread/messages')
  @Requires('correspondence.read')
  @ZodResponse({ status: 200, type: MessagePage, description: 'A page of the exchange, oldest first' })
  listOfThread(@IdParam('thread') thread: string, @Query() query: ListThreadMessagesQuery) {
    return this.reading.listOfThread(thread, query);
  }

  @Get('messages')
  @Requires('correspondence.read')
  @ZodResponse({ status: 200, type: MessagePage, description: 'A page of the messages of the branch, oldest first' })
  list(@Query() query: ListMessagesQuery) {
    return this.reading.list(query);
  }

  @Get('messages/:message')
  @Requires('correspondence.read')
  @ZodResponse({ status: 200, type: WholeMessageAnswer, description: 'The message with its content and attempts' })
  get(@By() by: Principal, @IdParam('message') message: string) {
    return this.reading.read(by, message);
  }

  @Post('messages/:message/settle')
  @HttpCode(200)
  @Requires('correspondence.triage')
  @Idempotent()
  @ZodResponse({ status: 200, type: MessageAnswer, description: 'The message, decided' })
  settle(@By() by: Principal, @IdParam('message') message: string, @Body() body: SettleMessageBody) {
    return this.settling.settle(by, message, body);
  }

  @Post('messages/:message/acknowledgement')
  @HttpCode(200)
  @Requires('correspondence.triage')
  @Idempotent()
  @ZodResponse({ status: 200, type: MessageAnswer, description: 'The message, which asks for nobody any more' })
  acknowledge(@By() by: Principal, @IdParam('message') message: string) {
    return this.settling.acknowledge(by, message);
  }
}
