/**
 * Families: guardians, children, enrolments, consents, mandates, and who a family is assigned to. All that is personal
 * lies sealed under the family's own key. Never writes a letter, never shows a name in a list, never judges a duplicate.
 */
export { sendBreakGlassNoticeJob } from './break-glass.jobs.ts';
export { ChildEntity } from './child.entity.ts';
export { ConsentEntity } from './consent.entity.ts';
export { EnrolmentEntity } from './enrolment.entity.ts';
export { type CreatedFamily, type Family, type FamilySummary, familySummarySchema } from './families.contract.ts';
export { forgetNumbersJob, indexNamesJob, processingConsentWithdrawnJob } from './families.jobs.ts';
export { FamiliesModule } from './families.module.ts';
export { familiesProblems } from './families.problems.ts';
export { Families } from './families.service.ts';
export { dataSourceSchema } from './families.contract.ts';
export { FamilyAssignmentEntity } from './family-assignment.entity.ts';
export type { ConfirmedCaseForms, FamilyForLetter } from './family-for-letter.ts';
export {
  addChildSchema,
  addGuardianSchema,
  type AddChild,
  type AddGuardian,
  type Gender,
  type PersonName,
  type Relation,
} from './family-people.contract.ts';
export type { IntakeFamily, IntakeReason, Recognition } from './intake/intake-family.ts';
export { FamilyIntake } from './intake/family-intake.service.ts';
export type { KeyedFamily } from './intake/recognition-keys.ts';
export { FamilyRemovals } from './intake/family-removals.service.ts';
export { FamilyTables } from './intake/family-tables.service.ts';
export { FamilySupplements } from './intake/family-supplements.service.ts';
export { FamilyEntity } from './family.entity.ts';
export { GuardianEntity } from './guardian.entity.ts';
export { MandateEntity } from './mandate.entity.ts';
export type { Consent, Mandate } from './papers/papers.contract.ts';
export { Papers } from './papers/papers.service.ts';
export { FamilySearchIndex } from './search/family-search-index.service.ts';
export { NumberRetention } from './retention/number-retention.ts';
export { FAMILY_MATCHES, type FoundFamily } from './search/family-search.repository.ts';
export { FamilySearch } from './search/family-search.service.ts';
