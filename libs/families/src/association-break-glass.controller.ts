import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn, type SignedInPerson } from '#access';
import { IdParam, ZodResponse } from '#http';
import { AssociationBreakGlass } from './association-break-glass.service.ts';
import { AssociationBreakGlassPage, ListBreakGlassQuery } from './break-glass.contract.ts';

type WithId = { readonly id: string };

/** Outside of every branch: the database asks whether the person administers the association. */
@ApiTags('associations')
@Controller('v1/associations/:association/break-glass-events')
export class AssociationBreakGlassController {
  constructor(private readonly breakGlass: AssociationBreakGlass) {}

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'Emergency accesses in all branches: that, where, who and when, never of whom and why' })
  @ZodResponse({ status: 200, type: AssociationBreakGlassPage, description: 'A page of events, the newest first' })
  list(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @Req() { id }: WithId,
    @Query() query: ListBreakGlassQuery,
  ) {
    return this.breakGlass.list({ personId, associationId, requestId: id }, query);
  }

  @Post(':event/review')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Review the fact and the time where the branch has no second person who could' })
  @ApiNoContentResponse({ description: 'Looked at; reviewing twice changes nothing' })
  async review(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('event') event: string,
    @Req() { id }: WithId,
  ): Promise<void> {
    await this.breakGlass.review({ personId, associationId, requestId: id }, event);
  }
}
