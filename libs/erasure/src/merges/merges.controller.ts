import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import {
  MergeBody,
  MergeList,
  MergePreviewAnswer,
  MergePreviewQuery,
  MergeView,
  UndoBody,
  UndoPreviewAnswer,
} from './merges.contract.ts';
import { Merges } from './merges.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family')
export class MergesController {
  constructor(private readonly merges: Merges) {}

  @Get('merge-preview')
  @Requires('families.merge')
  @ZodResponse({ status: 200, type: MergePreviewAnswer, description: 'What would move, what collides, what blocks' })
  preview(@IdParam('family') familyId: string, @Query() { merged }: MergePreviewQuery) {
    return this.merges.preview(familyId, merged);
  }

  @Get('merges')
  @Requires('families.read')
  @ZodResponse({ status: 200, type: MergeList, description: 'What was merged into this family, undone ones too' })
  list(@IdParam('family') familyId: string) {
    return this.merges.list(familyId);
  }

  @Post('merges')
  @Requires('families.merge')
  @Idempotent()
  @ZodResponse({ status: 201, type: MergeView, description: 'The merge, and until when it can be undone' })
  merge(@By() by: Principal, @IdParam('family') familyId: string, @IfMatch() version: number, @Body() body: MergeBody) {
    return this.merges.merge(by, familyId, version, body);
  }

  @Get('merges/:merge/undo-preview')
  @Requires('families.merge')
  @ZodResponse({ status: 200, type: UndoPreviewAnswer, description: 'What goes back, and what was added since' })
  undoPreview(@IdParam('family') familyId: string, @IdParam('merge') id: string) {
    return this.merges.undoPreview(familyId, id);
  }

  @Post('merges/:merge/undo')
  @Requires('families.merge')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: MergeView, description: 'The merge, undone: two families again' })
  undo(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('merge') id: string,
    @Body() { take }: UndoBody,
  ) {
    return this.merges.undo(by, familyId, id, take);
  }
}
