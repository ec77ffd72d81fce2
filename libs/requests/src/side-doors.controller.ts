import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { RequestActions } from './request-actions.service.ts';
import { RequestAnswer } from './requests.contract.ts';
import { ActionList, ReturnRequestBody, TransferAnswer, TransferRequestBody } from './side-doors.contract.ts';
import { SideDoors } from './side-doors.service.ts';

@ApiTags('requests')
@Controller('v1/branches/:branch/requests/:request')
export class SideDoorsController {
  constructor(
    private readonly actions: RequestActions,
    private readonly sideDoors: SideDoors,
  ) {}

  @Get('actions')
  @Requires('requests.read')
  @ZodResponse({
    status: 200,
    type: ActionList,
    description: 'What the caller may do with the request now, and why not',
  })
  listActions(@By() by: Principal, @IdParam('request') request: string) {
    return this.actions.list(by, request);
  }

  @Post('return')
  @HttpCode(200)
  @Requires('requests.classify')
  @Idempotent()
  @ZodResponse({ status: 200, type: RequestAnswer, description: 'The request whose letter came back unconsidered' })
  return(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IfMatch() version: number,
    @Body() body: ReturnRequestBody,
  ) {
    return this.sideDoors.return(by, request, version, body);
  }

  @Post('transfer')
  @HttpCode(200)
  @Requires('requests.classify')
  @Idempotent()
  @ZodResponse({
    status: 200,
    type: TransferAnswer,
    description: 'The request that was passed on, and what follows it',
  })
  transfer(
    @By() by: Principal,
    @IdParam('request') request: string,
    @IfMatch() version: number,
    @Body() body: TransferRequestBody,
  ) {
    return this.sideDoors.transfer(by, request, version, body);
  }

  @Post('reopening')
  @HttpCode(200)
  @Requires('requests.close')
  @ZodResponse({ status: 200, type: RequestAnswer, description: 'The request that was closed too early' })
  reopen(@By() by: Principal, @IdParam('request') request: string, @IfMatch() version: number) {
    return this.sideDoors.reopen(by, request, version);
  }
}
