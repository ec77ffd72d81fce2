import { Module } from '@nestjs/common';
import { OrganisationsController } from './organisations.controller.ts';
import { OrganisationsRepository } from './organisations.repository.ts';
import { Organisations } from './organisations.service.ts';

@Module({
  controllers: [OrganisationsController],
  providers: [Organisations, OrganisationsRepository],
  exports: [Organisations],
})
export class OrganisationsModule {}
