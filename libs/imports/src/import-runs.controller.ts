import { Readable } from 'node:stream';
import { Controller, Get, Headers, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Download, download, IdParam, ZodResponse } from '#http';
import { ImportEvents } from './import-events.service.ts';
import { ImportResults } from './import-results.service.ts';
import { ImportRuns } from './import-runs.service.ts';
import { ImportAnswer } from './imports.contract.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@ApiTags('imports')
@Controller('v1/branches/:branch/imports/:import')
export class ImportRunsController {
  constructor(
    private readonly runs: ImportRuns,
    private readonly results: ImportResults,
    private readonly events: ImportEvents,
  ) {}

  @Post('run')
  @Requires('imports.run')
  @HttpCode(202)
  @ZodResponse({ status: 202, type: ImportAnswer, description: 'The import runs; a second click starts no second one' })
  run(@By() by: Principal, @IdParam('import') id: string) {
    return this.runs.start(by, id);
  }

  @Post('pause')
  @Requires('imports.run')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: ImportAnswer, description: 'Nothing more comes in until it is run again' })
  pause(@By() by: Principal, @IdParam('import') id: string) {
    return this.runs.pause(by, id);
  }

  @Post('cancel')
  @Requires('imports.run')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: ImportAnswer, description: 'Nothing more comes in; what came in stays' })
  cancel(@By() by: Principal, @IdParam('import') id: string) {
    return this.runs.cancel(by, id);
  }

  @Post('undo')
  @Requires('imports.run')
  @HttpCode(202)
  @ZodResponse({ status: 202, type: ImportAnswer, description: 'What came in and was not touched since is taken back' })
  undo(@By() by: Principal, @IdParam('import') id: string) {
    return this.runs.undo(by, id);
  }

  @Get('events')
  @Requires('imports.run')
  @Download('text/event-stream', 'Progress as server-sent events: `progress` with the import, then `end`')
  async progress(@IdParam('import') id: string, @Headers('last-event-id') lastEventId?: string) {
    const events = await this.events.of(id, lastEventId);
    return new StreamableFile(Readable.from(events), { type: 'text/event-stream; charset=utf-8' });
  }

  @Get('result.csv')
  @Requires('imports.run')
  @Download('text/csv', 'What became of every line')
  async csv(@By() by: Principal, @IdParam('import') id: string) {
    const table = await this.results.table(by, id, 'csv');
    return download({ name: 'Результат загрузки.csv', mediaType: 'text/csv' }, table);
  }

  @Get('result.xlsx')
  @Requires('imports.run')
  @Download(XLSX, 'What became of every line')
  async xlsx(@By() by: Principal, @IdParam('import') id: string) {
    const table = await this.results.table(by, id, 'xlsx');
    return download({ name: 'Результат загрузки.xlsx', mediaType: XLSX }, table);
  }
}
