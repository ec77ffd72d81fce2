import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IdParam, IfMatch, type IncomingFile, Upload, ZodResponse } from '#http';
import { MAX_IMPORT_BYTES } from './import-files.service.ts';
import { ImportPreview } from './import-preview.service.ts';
import {
  ChangeImportBody,
  ChooseSchoolBody,
  CreateImportQuery,
  ImportAnswer,
  ImportPage,
  ImportRowPage,
  ImportSchoolAnswer,
  ImportSchoolPage,
  ListImportSchoolsQuery,
  ListImportsQuery,
  PreviewQuery,
} from './imports.contract.ts';
import { Imports } from './imports.service.ts';

@ApiTags('imports')
@Controller('v1/branches/:branch/imports')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly preview: ImportPreview,
  ) {}

  @Get()
  @Requires('imports.run')
  @ZodResponse({ status: 200, type: ImportPage, description: 'A page of imports' })
  list(@Query() query: ListImportsQuery) {
    return this.imports.list(query);
  }

  @Post()
  @Requires('imports.run')
  @ZodResponse({ status: 201, type: ImportAnswer, description: 'What was found in the file; it is being checked' })
  create(
    @By() by: Principal,
    @Query() query: CreateImportQuery,
    @Upload({ fileSize: MAX_IMPORT_BYTES }) file: IncomingFile,
  ) {
    return this.imports.create(by, query, file);
  }

  @Get(':import')
  @Requires('imports.run')
  @ZodResponse({ status: 200, type: ImportAnswer, description: 'The import and how far it is' })
  get(@IdParam('import') id: string) {
    return this.imports.get(id);
  }

  @Patch(':import')
  @Requires('imports.run')
  @ZodResponse({ status: 200, type: ImportAnswer, description: 'The import; its file is being checked anew' })
  change(
    @By() by: Principal,
    @IdParam('import') id: string,
    @IfMatch() version: number,
    @Body() body: ChangeImportBody,
  ) {
    return this.imports.change(by, id, version, body);
  }

  @Get(':import/preview')
  @Requires('imports.run')
  @ZodResponse({ status: 200, type: ImportRowPage, description: 'Lines of the file, how each was understood and why' })
  lines(@By() by: Principal, @IdParam('import') id: string, @Query() query: PreviewQuery) {
    return this.preview.page(by, id, query);
  }

  @Get(':import/schools')
  @Requires('imports.run')
  @ZodResponse({ status: 200, type: ImportSchoolPage, description: 'The schools that the file names, each once' })
  schools(@IdParam('import') id: string, @Query() query: ListImportSchoolsQuery) {
    return this.preview.schoolsOf(id, query);
  }

  @Post(':import/schools/:school/choice')
  @Requires('imports.run')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: ImportSchoolAnswer, description: 'The school, decided for the whole file' })
  choose(
    @By() by: Principal,
    @IdParam('import') id: string,
    @IdParam('school') schoolId: string,
    @Body() { authorityId }: ChooseSchoolBody,
  ) {
    return this.preview.choose(by, id, schoolId, authorityId);
  }
}
