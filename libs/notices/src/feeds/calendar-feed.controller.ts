import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiNotModifiedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Client, From, Limited, Public } from '#access';
import { notFound } from '#kernel';
import { CalendarFeeds } from './calendar-feeds.service.ts';

@ApiTags('calendar')
@Controller('calendar')
export class CalendarFeedController {
  constructor(private readonly feeds: CalendarFeeds) {}

  @Get(':file')
  @Public()
  @Limited()
  @ApiOperation({ summary: 'The deadlines of whoever holds this address, for calendar programs' })
  @ApiOkResponse({
    description: 'Case numbers, kinds of terms and days; never a name',
    content: { 'text/calendar': { schema: { type: 'string' } } },
  })
  @ApiNotModifiedResponse({ description: 'Nothing has changed since the ETag of If-None-Match' })
  async read(
    @Param('file') file: string,
    @From() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-none-match') known?: string,
  ): Promise<string | undefined> {
    const secret = /^([\w-]{43})\.ics$/.exec(file)?.[1];
    if (secret === undefined) throw notFound();
    const { body, entityTag } = await this.feeds.read(secret, client);
    reply.header('etag', entityTag);
    // Asked anew each time: what the person may not see any more must not stay in a cache on the way.
    reply.header('cache-control', 'private, no-cache');
    if (known !== undefined && known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === entityTag)) {
      reply.status(304);
      return undefined;
    }
    reply.header('content-type', 'text/calendar; charset=utf-8');
    return body;
  }
}
