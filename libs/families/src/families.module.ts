import { Module } from '@nestjs/common';
import { OrganisationsModule } from '#organisations';
import { SchoolsModule } from '#schools';
import { AssociationBreakGlassController } from './association-break-glass.controller.ts';
import { AssociationBreakGlass } from './association-break-glass.service.ts';
import { BreakGlassController } from './break-glass.controller.ts';
import { BreakGlassRepository } from './break-glass.repository.ts';
import { BreakGlass } from './break-glass.service.ts';
import { ComingChangesController } from './coming/coming-changes.controller.ts';
import { ComingChangesRepository } from './coming/coming-changes.repository.ts';
import { ComingChanges } from './coming/coming-changes.service.ts';
import { ContactsController } from './contacts/contacts.controller.ts';
import { ContactsRepository } from './contacts/contacts.repository.ts';
import { Contacts } from './contacts/contacts.service.ts';
import { DuplicatesController } from './duplicates/duplicates.controller.ts';
import { DuplicatesRepository } from './duplicates/duplicates.repository.ts';
import { Duplicates } from './duplicates/duplicates.service.ts';
import { EnrolmentsController } from './enrolments/enrolments.controller.ts';
import { Enrolments } from './enrolments/enrolments.service.ts';
import { FamiliesController } from './families.controller.ts';
import { FamiliesRepository } from './families.repository.ts';
import { Families } from './families.service.ts';
import { FamilyAdditions } from './family-additions.service.ts';
import { FamilyAssignmentsController } from './family-assignments.controller.ts';
import { FamilyAssignmentsRepository } from './family-assignments.repository.ts';
import { FamilyAssignments } from './family-assignments.service.ts';
import { FamilyChanges } from './family-changes.service.ts';
import { FamilyChecks } from './family-checks.service.ts';
import { FamilyDuplicates } from './family-duplicates.service.ts';
import { FamilyEdits } from './family-edits.ts';
import { FamilyFilesController } from './family-files.controller.ts';
import { FamilyFiles } from './family-files.service.ts';
import { FamilyPartsController } from './family-parts.controller.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import { FamilyRecords } from './family-records.service.ts';
import { HandOverReader } from './hand-over-reader.ts';
import { HandOverReception } from './hand-over-reception.service.ts';
import { HandOversController } from './hand-overs.controller.ts';
import { HandOversRepository } from './hand-overs.repository.ts';
import { HandOvers } from './hand-overs.service.ts';
import { NameFormsController } from './names/name-forms.controller.ts';
import { NameFormsService } from './names/name-forms.service.ts';
import { RememberedFormsRepository } from './names/remembered-forms.repository.ts';
import { RememberedForms } from './names/remembered-forms.ts';
import { NotesController } from './notes/notes.controller.ts';
import { NotesRepository } from './notes/notes.repository.ts';
import { Notes } from './notes/notes.service.ts';
import { PapersController } from './papers/papers.controller.ts';
import { Papers } from './papers/papers.service.ts';
import { PapersToRenewController } from './papers/papers-to-renew.controller.ts';
import { PapersToRenewRepository } from './papers/papers-to-renew.repository.ts';
import { PapersToRenew } from './papers/papers-to-renew.service.ts';
import { ProcessingConsentsRepository } from './papers/processing-consents.repository.ts';
import { DocumentNumbersRepository } from './retention/document-numbers.repository.ts';
import { ForgetNumbersHandler } from './retention/forget-numbers.handler.ts';
import { NumberRetention } from './retention/number-retention.ts';
import { FamilySearchIndex } from './search/family-search-index.service.ts';
import { FamilySearchRepository } from './search/family-search.repository.ts';
import { FamilySearch } from './search/family-search.service.ts';
import { IndexNamesHandler } from './search/index-names.handler.ts';
import { FamilyIntakeRepository } from './intake/family-intake.repository.ts';
import { FamilyIntake } from './intake/family-intake.service.ts';
import { FamilyRemovalsRepository } from './intake/family-removals.repository.ts';
import { FamilyRemovals } from './intake/family-removals.service.ts';
import { FamilySupplements } from './intake/family-supplements.service.ts';
import { FamilyTables } from './intake/family-tables.service.ts';
import { SealedFamiliesController } from './sealed-families.controller.ts';
import { SealedFamiliesRepository } from './sealed-families.repository.ts';
import { SealedFamilies } from './sealed-families.service.ts';
import { SendBreakGlassNoticeHandler } from './send-break-glass-notice.handler.ts';

@Module({
  imports: [OrganisationsModule, SchoolsModule],
  controllers: [
    ComingChangesController,
    PapersToRenewController,
    DuplicatesController,
    FamiliesController,
    FamilyPartsController,
    FamilyAssignmentsController,
    FamilyFilesController,
    SealedFamiliesController,
    BreakGlassController,
    AssociationBreakGlassController,
    HandOversController,
    ContactsController,
    EnrolmentsController,
    PapersController,
    NotesController,
    NameFormsController,
  ],
  providers: [
    Families,
    FamilyRecords,
    FamilyChanges,
    FamilyAdditions,
    FamilyAssignments,
    FamilyChecks,
    FamilyDuplicates,
    FamilyFiles,
    FamiliesRepository,
    FamilyPartsRepository,
    FamilyAssignmentsRepository,
    SealedFamilies,
    SealedFamiliesRepository,
    BreakGlass,
    BreakGlassRepository,
    AssociationBreakGlass,
    SendBreakGlassNoticeHandler,
    HandOvers,
    HandOverReception,
    HandOverReader,
    HandOversRepository,
    FamilyEdits,
    Contacts,
    ContactsRepository,
    Enrolments,
    Papers,
    ProcessingConsentsRepository,
    PapersToRenew,
    PapersToRenewRepository,
    ComingChanges,
    ComingChangesRepository,
    Notes,
    NotesRepository,
    Duplicates,
    DuplicatesRepository,
    NameFormsService,
    RememberedForms,
    RememberedFormsRepository,
    DocumentNumbersRepository,
    NumberRetention,
    ForgetNumbersHandler,
    FamilySearch,
    FamilySearchIndex,
    FamilySearchRepository,
    IndexNamesHandler,
    FamilyIntake,
    FamilyIntakeRepository,
    FamilySupplements,
    FamilyRemovals,
    FamilyRemovalsRepository,
    FamilyTables,
  ],
  exports: [
    Families,
    Papers,
    FamilySearch,
    FamilySearchIndex,
    NumberRetention,
    FamilyIntake,
    FamilySupplements,
    FamilyRemovals,
    FamilyTables,
  ],
})
export class FamiliesModule {}
