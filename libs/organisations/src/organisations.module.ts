import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log.controller.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { OrganisationsRepository } from './organisations.repository.ts';
import { Organisations } from './organisations.service.ts';

@Module({
  controllers: [OrganisationsController, AuditLogController],
  providers: [Organisations, OrganisationsRepository],
  exports: [Organisations],
})
export class OrganisationsModule {}
