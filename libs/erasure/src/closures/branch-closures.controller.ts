import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn, type SignedInPerson, StepUp } from '#access';
import { Download, download, IdParam, ZodResponse } from '#http';
import { BranchClosures } from './branch-closures.service.ts';
import { partOrNotFound } from './part-or-not-found.ts';
import {
  ClosureAnswer,
  ExportPartPage,
  LiftedAnswer,
  LiftHoldsBody,
  ListExportPartsQuery,
} from './closures.contract.ts';

type WithId = { readonly id: string };

/** Outside of every branch: the database asks whether the person administers the association. */
@ApiTags('associations')
@Controller('v1/associations/:association/branches/:id/closure')
export class BranchClosuresController {
  constructor(private readonly closures: BranchClosures) {}

  @Get()
  @SignedIn()
  @ZodResponse({
    status: 200,
    type: ClosureAnswer,
    description: 'How far the export is, and what the erasure would take',
  })
  get(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Req() { id: requestId }: WithId,
  ) {
    return this.closures.get({ personId, associationId, branchId, requestId });
  }

  @Get('parts')
  @SignedIn()
  @ZodResponse({ status: 200, type: ExportPartPage, description: 'A page of the parts that are ready' })
  parts(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Req() { id: requestId }: WithId,
    @Query() query: ListExportPartsQuery,
  ) {
    return this.closures.parts({ personId, associationId, branchId, requestId }, query);
  }

  @Get('parts/:position/content')
  @SignedIn()
  @StepUp()
  @ApiParam({ name: 'position', schema: { type: 'integer', minimum: 1 }, description: 'Number of the part' })
  @Download('*/*', 'The part, opened; each taking stands in the log of the branch')
  async content(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Param('position', partOrNotFound) position: number,
    @Req() { id: requestId }: WithId,
  ) {
    const { file, content } = await this.closures.take({ personId, associationId, branchId, requestId }, position);
    return download(file, content);
  }

  @Post('lifting-of-holds')
  @SignedIn()
  @StepUp()
  @HttpCode(200)
  @ZodResponse({ status: 200, type: LiftedAnswer, description: 'No legal hold forbids the erasure any more' })
  liftHolds(
    @Me() { personId }: SignedInPerson,
    @IdParam('association') associationId: string,
    @IdParam('id') branchId: string,
    @Req() { id: requestId }: WithId,
    @Body() { reason }: LiftHoldsBody,
  ) {
    return this.closures.liftHolds({ personId, associationId, branchId, requestId }, reason);
  }
}
