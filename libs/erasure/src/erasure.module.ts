import { Module } from '@nestjs/common';
import { DocumentsModule } from '#documents';
import { FamiliesModule } from '#families';
import { OrganisationsModule } from '#organisations';
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
import { RecordsSweep } from './records-sweep.ts';
import { LegalHolds } from './legal-holds.service.ts';
import { LegalHoldsRepository } from './legal-holds.repository.ts';

@Module({
  imports: [OrganisationsModule, FamiliesModule, DocumentsModule],
  controllers: [FamilyErasureController],
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
  ],
  exports: [RecordsSweep],
})
export class ErasureModule {}
