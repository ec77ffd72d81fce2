import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { contestedClauses } from '#law';
import { ContestedClauseList, DraftedPlanAnswer, DraftPlanBody, PlanAnswer, PlanBody } from './plan.contract.ts';
import { Plans } from './plans.service.ts';

@ApiTags('requests')
@Controller('v1/branches/:branch')
export class PlansController {
  constructor(private readonly plans: Plans) {}

  @Post('families/:family/plan')
  @HttpCode(200)
  @Requires('requests.open')
  @ZodResponse({
    status: 200,
    type: PlanAnswer,
    description: 'One request per operator and what it may cost; writes nothing',
  })
  preview(@IdParam('family') family: string, @Body() body: PlanBody) {
    return this.plans.preview(family, body);
  }

  @Post('families/:family/plan/requests')
  @Requires('requests.open')
  @Idempotent()
  @ZodResponse({
    status: 201,
    type: DraftedPlanAnswer,
    description: 'The drafts, one per operator of the acknowledged plan',
  })
  draft(@By() by: Principal, @IdParam('family') family: string, @Body() body: DraftPlanBody) {
    return this.plans.draft(by, family, body);
  }

  @Get('contested-clauses')
  @Requires('schools.read')
  @ZodResponse({
    status: 200,
    type: ContestedClauseList,
    description: 'Disputed claims that an applicant may add to a letter',
  })
  contestedClauses() {
    return { items: [...contestedClauses] };
  }
}
