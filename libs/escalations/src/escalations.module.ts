import { Module } from '@nestjs/common';
import { CorrespondenceModule } from '#correspondence';
import { DocumentsModule } from '#documents';
import { FamiliesModule } from '#families';
import { OrganisationsModule } from '#organisations';
import { RequestsModule } from '#requests';
import { SchoolsModule } from '#schools';
import { ComplaintMaterials } from './complaint-materials.service.ts';
import { DraftComplaintHandler } from './draft-complaint.handler.ts';
import { EscalateRefusalHandler } from './escalate-refusal.handler.ts';
import { EscalationExtensions } from './escalation-extensions.service.ts';
import { EscalationsController } from './escalations.controller.ts';
import { EscalationsRepository } from './escalations.repository.ts';
import { EscalationsService } from './escalations.service.ts';
import { Filing } from './filing.service.ts';
import { OpenEscalationHandler } from './open-escalation.handler.ts';
import { Rungs } from './rungs.service.ts';
import { RequestRecord } from './timeline/request-record.service.ts';
import { TimelineController } from './timeline/timeline.controller.ts';
import { Timeline } from './timeline/timeline.service.ts';

@Module({
  imports: [OrganisationsModule, SchoolsModule, FamiliesModule, CorrespondenceModule, RequestsModule, DocumentsModule],
  controllers: [EscalationsController, TimelineController],
  providers: [
    EscalationsRepository,
    EscalationsService,
    EscalationExtensions,
    Rungs,
    Filing,
    Timeline,
    RequestRecord,
    ComplaintMaterials,
    OpenEscalationHandler,
    EscalateRefusalHandler,
    DraftComplaintHandler,
  ],
})
export class EscalationsModule {}
