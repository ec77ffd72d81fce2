import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires, StepUp } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import {
  ChannelAdviceList,
  EscalationAnswer,
  EscalationDeadlineAnswer,
  EscalationDeadlines,
  EscalationPage,
  ExtendEscalationBody,
  FileEscalationBody,
  ListEscalationsQuery,
  RouteEscalationBody,
} from './escalations.contract.ts';
import { EscalationExtensions } from './escalation-extensions.service.ts';
import { EscalationsService } from './escalations.service.ts';
import { Filing } from './filing.service.ts';

@ApiTags('escalations')
@Controller('v1/branches/:branch/escalations')
export class EscalationsController {
  constructor(
    private readonly escalations: EscalationsService,
    private readonly filing: Filing,
    private readonly extensions: EscalationExtensions,
  ) {}

  @Get()
  @Requires('escalations.read')
  @ZodResponse({ status: 200, type: EscalationPage, description: 'A page of opened rungs' })
  list(@By() by: Principal, @Query() query: ListEscalationsQuery) {
    return this.escalations.list(by, query);
  }

  @Get(':escalation')
  @Requires('escalations.read')
  @ZodResponse({ status: 200, type: EscalationAnswer, description: 'One rung' })
  get(@By() by: Principal, @IdParam('escalation') escalation: string) {
    return this.escalations.get(by, escalation);
  }

  @Get(':escalation/deadlines')
  @Requires('escalations.read')
  @ZodResponse({ status: 200, type: EscalationDeadlines, description: 'The clocks of the body that was complained to' })
  deadlines(@By() by: Principal, @IdParam('escalation') escalation: string) {
    return this.escalations.listDeadlines(by, escalation);
  }

  @Post(':escalation/deadlines/:deadline/extension')
  @HttpCode(200)
  @Requires('escalations.file')
  @Idempotent()
  @ZodResponse({
    status: 200,
    type: EscalationDeadlineAnswer,
    description: 'The deadline that takes the place of the one that the body gave notice to extend',
  })
  extend(
    @By() by: Principal,
    @IdParam('escalation') escalation: string,
    @IdParam('deadline') deadline: string,
    @IfMatch() version: number,
    @Body() body: ExtendEscalationBody,
  ) {
    return this.extensions.extend(by, escalation, deadline, version, body);
  }

  @Get(':escalation/channels')
  @Requires('escalations.read')
  @ZodResponse({ status: 200, type: ChannelAdviceList, description: 'Ways to file, the fittest first, with reasons' })
  async channels(@By() by: Principal, @IdParam('escalation') escalation: string) {
    const advice = await this.escalations.channels(by, escalation);
    return {
      items: advice.map(({ channel, fitness, reason }) => ({
        channel: channel.code,
        title: channel.title,
        fitness,
        reason,
      })),
    };
  }

  @Post(':escalation/route')
  @HttpCode(200)
  @Requires('escalations.draft')
  @Idempotent()
  @ZodResponse({ status: 200, type: EscalationAnswer, description: 'The rung with the chosen office; drafted anew' })
  route(
    @By() by: Principal,
    @IdParam('escalation') escalation: string,
    @IfMatch() version: number,
    @Body() { authorityId }: RouteEscalationBody,
  ) {
    return this.escalations.route(by, escalation, version, authorityId);
  }

  @Post(':escalation/approval')
  @HttpCode(200)
  @Requires('escalations.approve')
  @StepUp()
  @Idempotent()
  @ZodResponse({ status: 200, type: EscalationAnswer, description: 'The approved rung; its complaint is frozen' })
  approve(@By() by: Principal, @IdParam('escalation') escalation: string, @IfMatch() version: number) {
    return this.escalations.approve(by, escalation, version);
  }

  @Post(':escalation/filing')
  @HttpCode(200)
  @Requires('escalations.file')
  @StepUp()
  @Idempotent()
  @ZodResponse({ status: 200, type: EscalationAnswer, description: 'The filed rung; the body’s clock runs' })
  file(
    @By() by: Principal,
    @IdParam('escalation') escalation: string,
    @IfMatch() version: number,
    @Body() body: FileEscalationBody,
  ) {
    return this.filing.file(by, escalation, version, body);
  }

  @Post(':escalation/closure')
  @HttpCode(200)
  @Requires('escalations.draft')
  @ZodResponse({ status: 200, type: EscalationAnswer, description: 'The closed rung' })
  close(@By() by: Principal, @IdParam('escalation') escalation: string, @IfMatch() version: number) {
    return this.escalations.close(by, escalation, version);
  }
}
