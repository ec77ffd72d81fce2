import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Download, download, IdParam, ZodResponse } from '#http';
import { RequestRecord } from './request-record.service.ts';
import { TimelinePage, TimelineQuery } from './timeline.contract.ts';
import { Timeline } from './timeline.service.ts';

@ApiTags('requests')
@Controller('v1/branches/:branch/requests/:request')
export class TimelineController {
  constructor(
    private readonly timeline: Timeline,
    private readonly records: RequestRecord,
  ) {}

  @Get('timeline')
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: TimelinePage, description: 'Letters, clocks, decisions and actions, in order' })
  list(@By() by: Principal, @IdParam('request') request: string, @Query() query: TimelineQuery) {
    return this.timeline.list(by, request, query);
  }

  @Get('record.pdf')
  @Requires('requests.read')
  @Download('application/pdf', 'The story of the request with what it takes to check it offline')
  async record(@By() by: Principal, @IdParam('request') request: string) {
    const { caseNumber, pdf } = await this.records.print(by, request);
    return download({ name: `Протокол ${caseNumber}.pdf`, mediaType: 'application/pdf' }, Buffer.from(pdf));
  }
}
