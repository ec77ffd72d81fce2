import { Module } from '@nestjs/common';
import { AuthoritiesController } from './authorities.controller.ts';
import { AuthoritiesRepository } from './authorities.repository.ts';
import { Authorities } from './authorities.service.ts';
import { AuthorityPartsRepository } from './authority-parts.repository.ts';
import { CatalogueController } from './catalogue.controller.ts';
import { CorrectionsController } from './corrections.controller.ts';
import { CorrectionsRepository } from './corrections.repository.ts';
import { Corrections } from './corrections.service.ts';
import { DirectoryRowsRepository } from './directory-rows.repository.ts';
import { DirectoryWriting } from './directory-writing.service.ts';
import { SchoolDirectory } from './school-directory.service.ts';

@Module({
  controllers: [AuthoritiesController, CatalogueController, CorrectionsController],
  providers: [
    Authorities,
    AuthoritiesRepository,
    AuthorityPartsRepository,
    Corrections,
    CorrectionsRepository,
    DirectoryRowsRepository,
    DirectoryWriting,
    SchoolDirectory,
  ],
  exports: [Authorities, SchoolDirectory],
})
export class SchoolsModule {}
