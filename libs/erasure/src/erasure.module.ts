import { Module } from '@nestjs/common';
import { DocumentsModule } from '#documents';
import { FamiliesModule } from '#families';
import { ImportsModule } from '#imports';
import { OrganisationsModule } from '#organisations';
import { BranchClosuresController } from './closures/branch-closures.controller.ts';
import { BranchClosuresRepository } from './closures/branch-closures.repository.ts';
import { BranchClosures } from './closures/branch-closures.service.ts';
import { CancelClosureHandler } from './closures/cancel-closure.handler.ts';
import { ClosuresSweep } from './closures/closures-sweep.ts';
import { EraseBranchHandler } from './closures/erase-branch.handler.ts';
import { ExportBranchHandler } from './closures/export-branch.handler.ts';
import { WarnOfErasureHandler } from './closures/warn-of-erasure.handler.ts';
import { FamilyPackage } from './family-package.ts';
import { DestroyFamilyHandler } from './destroy-family.handler.ts';
import { DestroyRecordsHandler } from './destroy-records.handler.ts';
import { DestructionRecords } from './destruction-records.service.ts';
import { Erasures } from './erasures.service.ts';
import { ErasuresRepository } from './erasures.repository.ts';
import { ExportFamilyHandler } from './export-family.handler.ts';
import { FamilyDataRepository } from './family-data.repository.ts';
import { FamilyErasureController } from './family-erasure.controller.ts';
import { FamilyExports } from './family-exports.service.ts';
import { FamilyExportsRepository } from './family-exports.repository.ts';
import { MergesController } from './merges/merges.controller.ts';
import { MergesRepository } from './merges/merges.repository.ts';
import { Merges } from './merges/merges.service.ts';
import { ResealFamilyHandler } from './merges/reseal-family.handler.ts';
import { RecordsSweep } from './records-sweep.ts';
import { LegalHolds } from './legal-holds.service.ts';
import { LegalHoldsRepository } from './legal-holds.repository.ts';

@Module({
  imports: [OrganisationsModule, FamiliesModule, ImportsModule, DocumentsModule],
  controllers: [FamilyErasureController, BranchClosuresController, MergesController],
  providers: [
    ErasuresRepository,
    FamilyDataRepository,
    FamilyExportsRepository,
    LegalHoldsRepository,
    LegalHolds,
    Erasures,
    FamilyExports,
    DestructionRecords,
    DestroyFamilyHandler,
    ExportFamilyHandler,
    DestroyRecordsHandler,
    RecordsSweep,
    FamilyPackage,
    BranchClosures,
    BranchClosuresRepository,
    ClosuresSweep,
    ExportBranchHandler,
    CancelClosureHandler,
    WarnOfErasureHandler,
    EraseBranchHandler,
    Merges,
    MergesRepository,
    ResealFamilyHandler,
  ],
  exports: [RecordsSweep, ClosuresSweep],
})
export class ErasureModule {}
