import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { HandOverReception } from './hand-over-reception.service.ts';
import {
  HandOverAnswer,
  HandOverList,
  IncomingList,
  OfferHandOverBody,
  ReceivedAnswer,
  SisterBranchList,
} from './hand-overs.contract.ts';
import { HandOvers } from './hand-overs.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch')
export class HandOversController {
  constructor(
    private readonly handOvers: HandOvers,
    private readonly reception: HandOverReception,
  ) {}

  @Get('families/:family/hand-overs')
  @Requires('families.read')
  @ZodResponse({ status: 200, type: HandOverList, description: 'Offers of the family to other branches' })
  list(@IdParam('family') familyId: string) {
    return this.handOvers.list(familyId);
  }

  @Post('families/:family/hand-overs')
  @Requires('families.assign')
  @Idempotent()
  @ZodResponse({ status: 201, type: HandOverAnswer, description: 'The offer' })
  offer(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: OfferHandOverBody) {
    return this.handOvers.offer(by, familyId, body);
  }

  @Delete('families/:family/hand-overs/:handOver')
  @Requires('families.assign')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The offer is taken back' })
  revoke(@By() by: Principal, @IdParam('family') familyId: string, @IdParam('handOver') id: string) {
    return this.handOvers.revoke(by, familyId, id);
  }

  @Get('sister-branches')
  @Requires('families.assign')
  @ZodResponse({ status: 200, type: SisterBranchList, description: 'Branches that a family may be offered to' })
  sisters() {
    return this.handOvers.sisters();
  }

  @Get('incoming-families')
  @Requires('families.receive')
  @ZodResponse({ status: 200, type: IncomingList, description: 'Offers of other branches, without the families' })
  incoming() {
    return this.reception.incoming();
  }

  @Post('incoming-families/:handOver/accept')
  @Requires('families.receive')
  @ZodResponse({ status: 201, type: ReceivedAnswer, description: 'The family, recorded in this branch' })
  accept(@By() by: Principal, @IdParam('handOver') id: string) {
    return this.reception.accept(by, id);
  }

  @Post('incoming-families/:handOver/reject')
  @Requires('families.receive')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The family stays where it is' })
  reject(@By() by: Principal, @IdParam('handOver') id: string) {
    return this.reception.reject(by, id);
  }
}
