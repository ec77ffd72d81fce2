import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IdParam, IfMatch, ZodResponse } from '#http';
import { Suggestions } from './suggestions.service.ts';
import {
  AttachTriageMailBody,
  DiscardTriageMailBody,
  ListTriageQuery,
  SuggestionList,
  TriageInboxAnswer,
  TriageMailAnswer,
  TriageMailPage,
  WholeTriageMailAnswer,
} from './triage.contract.ts';
import { Triage } from './triage.service.ts';

@ApiTags('correspondence')
@Controller('v1/branches/:branch/triage')
export class TriageController {
  constructor(
    private readonly triage: Triage,
    private readonly suggestions: Suggestions,
  ) {}

  @Get('inbox')
  @Requires('correspondence.triage')
  @ZodResponse({ status: 200, type: TriageInboxAnswer, description: 'The address of the branch for mail of any kind' })
  inbox() {
    return this.triage.inbox();
  }

  @Get('mails')
  @Requires('correspondence.triage')
  @ZodResponse({ status: 200, type: TriageMailPage, description: 'A page of mail that belongs nowhere by itself' })
  list(@Query() query: ListTriageQuery) {
    return this.triage.list(query);
  }

  @Get('mails/:mail')
  @Requires('correspondence.triage')
  @ZodResponse({ status: 200, type: WholeTriageMailAnswer, description: 'The mail with what it says' })
  read(@By() by: Principal, @IdParam('mail') id: string) {
    return this.triage.read(by, id);
  }

  @Get('mails/:mail/suggestions')
  @Requires('correspondence.triage')
  @ZodResponse({
    status: 200,
    type: SuggestionList,
    description: 'Threads to which it may belong, the likeliest first',
  })
  async suggest(@IdParam('mail') id: string) {
    return { items: await this.suggestions.of(id) };
  }

  @Post('mails/:mail/attachment')
  @HttpCode(200)
  @Requires('correspondence.triage')
  @ZodResponse({ status: 200, type: TriageMailAnswer, description: 'The mail, on its way into the threads named' })
  attach(
    @By() by: Principal,
    @IdParam('mail') id: string,
    @IfMatch() version: number,
    @Body() body: AttachTriageMailBody,
  ) {
    return this.triage.attach(by, id, version, body);
  }

  @Post('mails/:mail/discard')
  @HttpCode(200)
  @Requires('correspondence.triage')
  @ZodResponse({ status: 200, type: TriageMailAnswer, description: 'The mail, thrown away until somebody undoes it' })
  discard(
    @By() by: Principal,
    @IdParam('mail') id: string,
    @IfMatch() version: number,
    @Body() body: DiscardTriageMailBody,
  ) {
    return this.triage.discard(by, id, version, body);
  }

  @Post('mails/:mail/undo')
  @HttpCode(200)
  @Requires('correspondence.triage')
  @ZodResponse({ status: 200, type: TriageMailAnswer, description: 'The mail, waiting again and out of the threads' })
  undo(@By() by: Principal, @IdParam('mail') id: string, @IfMatch() version: number) {
    return this.triage.undo(by, id, version);
  }
}
