import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires, StepUp } from '#access';
import { Download, download, IdParam, ZodResponse } from '#http';
import { ExportFamiliesBody, ExportSchoolsBody, TableExportAnswer } from './table-exports.contract.ts';
import { TableExports } from './table-exports.service.ts';

@ApiTags('exports')
@Controller('v1/branches/:branch/exports')
export class TableExportsController {
  constructor(private readonly exports: TableExports) {}

  @Post('families')
  @Requires('families.export')
  @StepUp()
  @HttpCode(202)
  @ZodResponse({ status: 202, type: TableExportAnswer, description: 'The table of families is being written' })
  families(@By() by: Principal, @Body() body: ExportFamiliesBody) {
    return this.exports.orderFamilies(by, body);
  }

  @Post('schools')
  @Requires('schools.read')
  @HttpCode(202)
  @ZodResponse({ status: 202, type: TableExportAnswer, description: 'The table of schools is being written' })
  schools(@By() by: Principal, @Body() body: ExportSchoolsBody) {
    return this.exports.orderSchools(by, body);
  }

  @Get(':export')
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: TableExportAnswer, description: 'How far the table is; for who ordered it only' })
  get(@By() by: Principal, @IdParam('export') id: string) {
    return this.exports.get(by, id);
  }

  @Get(':export/content')
  @Requires('schools.read')
  @Download('*/*', 'The table; for who ordered it only')
  async content(@By() by: Principal, @IdParam('export') id: string) {
    const { file, content } = await this.exports.content(by, id);
    return download(file, content);
  }
}
