import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { type IncomingFile, Upload, ZodResponse } from '#http';
import { ScanBatchAnswer, ScanBatchQuery } from './scan-batches.contract.ts';
import { ScanBatches } from './scan-batches.service.ts';

@ApiTags('letters')
@Controller('v1/branches/:branch/scan-batches')
export class ScanBatchesController {
  constructor(private readonly batches: ScanBatches) {}

  @Post()
  @HttpCode(200)
  @Requires('requests.prepare')
  @ZodResponse({ status: 200, type: ScanBatchAnswer, description: 'Which letters of the PDF are signed, what is left' })
  take(@By() by: Principal, @Query() { assign }: ScanBatchQuery, @Upload() upload: IncomingFile) {
    return this.batches.take(by, upload, assign);
  }
}
