import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IfMatch, type IncomingFile, Upload, ZodResponse } from '#http';
import {
  ChangeBranchBody,
  ProcessingOrderAnswer,
  ProcessingOrderList,
  RecordProcessingOrderQuery,
} from './branch-settings.contract.ts';
import { BranchSettings } from './branch-settings.service.ts';
import { BranchAnswer } from './organisations.contract.ts';

@ApiTags('organisations')
@Controller('v1/branches/:branch')
export class BranchSettingsController {
  constructor(private readonly settings: BranchSettings) {}

  @Patch()
  @Requires('branches.manage')
  @ZodResponse({ status: 200, type: BranchAnswer, description: 'The changed branch' })
  change(@By() by: Principal, @IfMatch() version: number, @Body() body: ChangeBranchBody) {
    return this.settings.change(by, version, body);
  }

  @Get('processing-orders')
  @Requires('branches.read')
  @ZodResponse({ status: 200, type: ProcessingOrderList, description: 'Orders to the processor, the newest first' })
  orders() {
    return this.settings.processingOrders();
  }

  @Post('processing-orders')
  @Requires('branches.manage')
  @ZodResponse({ status: 201, type: ProcessingOrderAnswer, description: 'The recorded order' })
  record(@By() by: Principal, @Query() query: RecordProcessingOrderQuery, @Upload() upload: IncomingFile) {
    return this.settings.recordOrder(by, query, upload);
  }
}
