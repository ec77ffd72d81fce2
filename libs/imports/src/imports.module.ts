import { Module } from '@nestjs/common';
import { FamiliesModule } from '#families';
import { OrganisationsModule } from '#organisations';
import { SchoolsModule } from '#schools';
import { DestroyExportHandler } from './exports/destroy-export.handler.ts';
import { ExportTableHandler } from './exports/export-table.handler.ts';
import { TableExportsController } from './exports/table-exports.controller.ts';
import { TableExportsRepository } from './exports/table-exports.repository.ts';
import { TableExports } from './exports/table-exports.service.ts';
import { ImportEvents } from './import-events.service.ts';
import { ImportFiles } from './import-files.service.ts';
import { ImportPreview } from './import-preview.service.ts';
import { ImportResults } from './import-results.service.ts';
import { ImportRowsRepository } from './import-rows.repository.ts';
import { ImportRunsController } from './import-runs.controller.ts';
import { ImportRuns } from './import-runs.service.ts';
import { ImportSchoolsRepository } from './import-schools.repository.ts';
import { ImportSubjectsRepository } from './import-subjects.repository.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsRepository } from './imports.repository.ts';
import { Imports } from './imports.service.ts';
import { CheckImportHandler } from './running/check-import.handler.ts';
import { DestroyImportHandler } from './running/destroy-import.handler.ts';
import { FamilyPages } from './running/family-pages.service.ts';
import { ImportFailures } from './running/import-failures.service.ts';
import { RunImportHandler } from './running/run-import.handler.ts';
import { SchoolPages } from './running/school-pages.service.ts';
import { SchoolRemovalsRepository } from './running/school-removals.repository.ts';
import { UndoImportHandler } from './running/undo-import.handler.ts';
import { TableFilesRepository } from './table-files.repository.ts';
import { TableFiles } from './table-files.service.ts';

@Module({
  imports: [OrganisationsModule, SchoolsModule, FamiliesModule],
  controllers: [ImportsController, ImportRunsController, TableExportsController],
  providers: [
    Imports,
    ImportRuns,
    ImportPreview,
    ImportResults,
    ImportEvents,
    ImportFiles,
    ImportFailures,
    ImportsRepository,
    ImportRowsRepository,
    ImportSubjectsRepository,
    ImportSchoolsRepository,
    FamilyPages,
    SchoolPages,
    SchoolRemovalsRepository,
    CheckImportHandler,
    RunImportHandler,
    UndoImportHandler,
    DestroyImportHandler,
    TableExports,
    TableExportsRepository,
    ExportTableHandler,
    DestroyExportHandler,
    TableFiles,
    TableFilesRepository,
  ],
  exports: [TableFiles],
})
export class ImportsModule {}
