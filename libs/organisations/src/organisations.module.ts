import { Module } from '@nestjs/common';
import { AccountPagesController } from './account-pages/account-pages.controller.ts';
import { AssociationsController } from './associations.controller.ts';
import { AssociationsRepository } from './associations.repository.ts';
import { Associations } from './associations.service.ts';
import { AuditLogController } from './audit-log.controller.ts';
import { BranchMail } from './branch-mail.ts';
import { BranchOffersController } from './branch-offers/branch-offers.controller.ts';
import { BranchOffersRepository } from './branch-offers/branch-offers.repository.ts';
import { BranchOffers } from './branch-offers/branch-offers.service.ts';
import { TellOfBranchOfferHandler } from './branch-offers/tell-of-branch-offer.handler.ts';
import { BranchSettingsController } from './branch-settings.controller.ts';
import { BranchSettings } from './branch-settings.service.ts';
import { CustomRolesController } from './custom-roles.controller.ts';
import { CustomRoles } from './custom-roles.service.ts';
import { InvitationAcceptanceController } from './invitation-acceptance.controller.ts';
import { InvitationAcceptanceRepository } from './invitation-acceptance.repository.ts';
import { InvitationAcceptance } from './invitation-acceptance.service.ts';
import { InvitationAddress } from './invitation-address.ts';
import { InvitationsController } from './invitations.controller.ts';
import { InvitationsRepository } from './invitations.repository.ts';
import { Invitations } from './invitations.service.ts';
import { MembersController } from './members.controller.ts';
import { MembersRepository } from './members.repository.ts';
import { Members } from './members.service.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { OrganisationsRepository } from './organisations.repository.ts';
import { Organisations } from './organisations.service.ts';
import { ResponsiblePeople } from './responsible-people.ts';
import { ProcessingOrdersRepository } from './processing-orders.repository.ts';
import { SendInvitationHandler } from './send-invitation.handler.ts';
import { SendPasswordResetHandler } from './send-password-reset.handler.ts';

@Module({
  controllers: [
    AccountPagesController,
    OrganisationsController,
    BranchSettingsController,
    MembersController,
    InvitationsController,
    InvitationAcceptanceController,
    AssociationsController,
    CustomRolesController,
    AuditLogController,
    BranchOffersController,
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
    Invitations,
    InvitationsRepository,
    InvitationAddress,
    InvitationAcceptance,
    InvitationAcceptanceRepository,
    SendInvitationHandler,
    SendPasswordResetHandler,
    BranchMail,
    BranchOffers,
    BranchOffersRepository,
    TellOfBranchOfferHandler,
  ],
  exports: [Organisations, Members, BranchMail],
})
export class OrganisationsModule {}
