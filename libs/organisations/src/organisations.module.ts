import { Module } from '@nestjs/common';
import { AssociationsController } from './associations.controller.ts';
import { AssociationsRepository } from './associations.repository.ts';
import { Associations } from './associations.service.ts';
import { AuditLogController } from './audit-log.controller.ts';
import { BranchSettingsController } from './branch-settings.controller.ts';
import { BranchSettings } from './branch-settings.service.ts';
import { CustomRolesController } from './custom-roles.controller.ts';
import { CustomRoles } from './custom-roles.service.ts';
import { MembersController } from './members.controller.ts';
import { MembersRepository } from './members.repository.ts';
import { Members } from './members.service.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { OrganisationsRepository } from './organisations.repository.ts';
import { Organisations } from './organisations.service.ts';
import { ResponsiblePeople } from './responsible-people.ts';
import { ProcessingOrdersRepository } from './processing-orders.repository.ts';

@Module({
  controllers: [
    OrganisationsController,
    BranchSettingsController,
    MembersController,
    AssociationsController,
    CustomRolesController,
    AuditLogController,
  ],
  providers: [
    Organisations,
    BranchSettings,
    Members,
    Associations,
    CustomRoles,
    OrganisationsRepository,
    MembersRepository,
    AssociationsRepository,
    ProcessingOrdersRepository,
    ResponsiblePeople,
  ],
  exports: [Organisations, Members],
})
export class OrganisationsModule {}
