import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn, type SignedInPerson, StepUp } from '#access';
import { IdParam, IfMatch, ZodResponse } from '#http';
import {
  BranchOfferAnswer,
  BranchOfferPage,
  ListBranchOffersQuery,
  OfferBranchBody,
  RejectBranchOfferBody,
} from './branch-offers.contract.ts';
import { BranchOffers } from './branch-offers.service.ts';

type WithId = { readonly id: string };

/** Outside of every branch: the database asks whether the person administers the association. */
@ApiTags('associations')
@Controller('v1/associations/:association')
export class BranchOffersController {
  constructor(private readonly offers: BranchOffers) {}

  @Get('branch-offers')
  @SignedIn()
  @ApiOperation({ summary: 'Branches that were offered to the association, or by it' })
  @ZodResponse({ status: 200, type: BranchOfferPage, description: 'A page of offers, the newest first' })
  list(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @Req() { id: requestId }: WithId,
    @Query() query: ListBranchOffersQuery,
  ) {
    return this.offers.list({ personId, associationId, requestId }, query);
  }

  @Post('branches/:id/offers')
  @SignedIn()
  @StepUp()
  @ApiOperation({ summary: 'Offer a whole branch to another association; If-Match is the version of the branch' })
  @ZodResponse({ status: 201, type: BranchOfferAnswer, description: 'The offer; nothing has moved' })
  offer(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Req() { id: requestId }: WithId,
    @IfMatch() version: number,
    @Body() body: OfferBranchBody,
  ) {
    return this.offers.offer({ personId, associationId, requestId }, branchId, version, body);
  }

  @Post('branch-offers/:offer/revocation')
  @SignedIn()
  @HttpCode(200)
  @ZodResponse({ status: 200, type: BranchOfferAnswer, description: 'The offer, taken back by who made it' })
  revoke(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('offer') offerId: string,
    @Req() { id: requestId }: WithId,
    @IfMatch() version: number,
  ) {
    return this.offers.revoke({ personId, associationId, requestId }, offerId, version);
  }

  @Post('branch-offers/:offer/acceptance')
  @SignedIn()
  @StepUp()
  @HttpCode(200)
  @ApiOperation({ summary: 'Take the branch over, whole and at once, with everything that it holds' })
  @ZodResponse({ status: 200, type: BranchOfferAnswer, description: 'The offer; the branch is one of the association' })
  accept(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('offer') offerId: string,
    @Req() { id: requestId }: WithId,
    @IfMatch() version: number,
  ) {
    return this.offers.accept({ personId, associationId, requestId }, offerId, version);
  }

  @Post('branch-offers/:offer/rejection')
  @SignedIn()
  @HttpCode(200)
  @ZodResponse({ status: 200, type: BranchOfferAnswer, description: 'The offer; the branch stays where it is' })
  reject(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('offer') offerId: string,
    @Req() { id: requestId }: WithId,
    @IfMatch() version: number,
    @Body() { reason }: RejectBranchOfferBody,
  ) {
    return this.offers.reject({ personId, associationId, requestId }, offerId, version, reason);
  }
}
