import { Module } from '@nestjs/common';
import { OrganisationsModule } from '#organisations';
import { AddressBouncesModule } from './address-bounces.module.ts';
import { AuthoritiesController } from './authorities.controller.ts';
import { AuthoritiesRepository } from './authorities.repository.ts';
import { Authorities } from './authorities.service.ts';
import { AuthorityPartsRepository } from './authority-parts.repository.ts';
import { AuthoritySearchRepository } from './authority-search.repository.ts';
import { AuthoritySearch } from './authority-search.service.ts';
import { CatalogueController } from './catalogue.controller.ts';
import { Catalogue } from './catalogue.service.ts';
import { CorrectionsController } from './corrections.controller.ts';
import { CorrectionsRepository } from './corrections.repository.ts';
import { Corrections } from './corrections.service.ts';
import { DirectoryRowsRepository } from './directory-rows.repository.ts';
import { DirectoryWriting } from './directory-writing.service.ts';
import { ProposalsController } from './proposals.controller.ts';
import { ProposalsRepository } from './proposals.repository.ts';
import { Proposals } from './proposals.service.ts';
import { Routing } from './routing.service.ts';
import { SchoolDirectory } from './school-directory.service.ts';
import { SuccessionsController } from './successions.controller.ts';
import { SuccessionsRepository } from './successions.repository.ts';
import { Successions } from './successions.service.ts';
import { SystemFactsController } from './system-facts.controller.ts';
import { SystemFactsRepository } from './system-facts.repository.ts';
import { SystemFacts } from './system-facts.service.ts';

@Module({
  imports: [AddressBouncesModule, OrganisationsModule],
  controllers: [
    AuthoritiesController,
    CatalogueController,
    CorrectionsController,
    ProposalsController,
    SuccessionsController,
    SystemFactsController,
  ],
  providers: [
    Authorities,
    AuthoritiesRepository,
    AuthorityPartsRepository,
    AuthoritySearch,
    AuthoritySearchRepository,
    Catalogue,
    Corrections,
    CorrectionsRepository,
    DirectoryRowsRepository,
    DirectoryWriting,
    Proposals,
    ProposalsRepository,
    Routing,
    SchoolDirectory,
    Successions,
    SuccessionsRepository,
    SystemFacts,
    SystemFactsRepository,
  ],
  exports: [AddressBouncesModule, Authorities, AuthoritySearch, Catalogue, Routing, SchoolDirectory, Successions],
})
export class SchoolsModule {}
