import { Module } from '@nestjs/common';
import { OrganisationsModule } from '#organisations';
import { AuthoritiesController } from './authorities.controller.ts';
import { AuthoritiesRepository } from './authorities.repository.ts';
import { Authorities } from './authorities.service.ts';
import { CatalogueController } from './catalogue.controller.ts';

@Module({
  imports: [OrganisationsModule],
  controllers: [AuthoritiesController, CatalogueController],
  providers: [Authorities, AuthoritiesRepository],
  exports: [Authorities],
})
export class SchoolsModule {}
