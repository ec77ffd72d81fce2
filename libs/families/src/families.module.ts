import { Module } from '@nestjs/common';
import { OrganisationsModule } from '#organisations';
import { SchoolsModule } from '#schools';
import { AssociationBreakGlassController } from './association-break-glass.controller.ts';
import { AssociationBreakGlass } from './association-break-glass.service.ts';
import { BreakGlassController } from './break-glass.controller.ts';
import { BreakGlassRepository } from './break-glass.repository.ts';
import { BreakGlass } from './break-glass.service.ts';
import { FamiliesController } from './families.controller.ts';
import { FamiliesRepository } from './families.repository.ts';
import { Families } from './families.service.ts';
import { FamilyAdditions } from './family-additions.service.ts';
import { FamilyAssignmentsController } from './family-assignments.controller.ts';
import { FamilyAssignmentsRepository } from './family-assignments.repository.ts';
import { FamilyAssignments } from './family-assignments.service.ts';
import { FamilyChanges } from './family-changes.service.ts';
import { FamilyChecks } from './family-checks.service.ts';
import { FamilyDuplicates } from './family-duplicates.service.ts';
import { FamilyFilesController } from './family-files.controller.ts';
import { FamilyFiles } from './family-files.service.ts';
import { FamilyPartsController } from './family-parts.controller.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import { FamilyRecords } from './family-records.service.ts';
import { HandOverReader } from './hand-over-reader.ts';
import { HandOverReception } from './hand-over-reception.service.ts';
import { HandOversController } from './hand-overs.controller.ts';
import { HandOversRepository } from './hand-overs.repository.ts';
import { HandOvers } from './hand-overs.service.ts';
import { SealedFamiliesController } from './sealed-families.controller.ts';
import { SealedFamiliesRepository } from './sealed-families.repository.ts';
import { SealedFamilies } from './sealed-families.service.ts';
import { SendBreakGlassNoticeHandler } from './send-break-glass-notice.handler.ts';

@Module({
  imports: [OrganisationsModule, SchoolsModule],
  controllers: [
    FamiliesController,
    FamilyPartsController,
    FamilyAssignmentsController,
    FamilyFilesController,
    SealedFamiliesController,
    BreakGlassController,
    AssociationBreakGlassController,
    HandOversController,
  ],
  providers: [
    Families,
    FamilyRecords,
    FamilyChanges,
    FamilyAdditions,
    FamilyAssignments,
    FamilyChecks,
    FamilyDuplicates,
    FamilyFiles,
    FamiliesRepository,
    FamilyPartsRepository,
    FamilyAssignmentsRepository,
    SealedFamilies,
    SealedFamiliesRepository,
    BreakGlass,
    BreakGlassRepository,
    AssociationBreakGlass,
    SendBreakGlassNoticeHandler,
    HandOvers,
    HandOverReception,
    HandOverReader,
    HandOversRepository,
  ],
  exports: [Families],
})
export class FamiliesModule {}
