/**
 * The directory of addressees (schools, operators, founders, Roskomnadzor's offices, prosecutors) and the catalogue of
 * information systems and regions. Never knows a family, never sends anything, never routes where the office is uncertain.
 */
export { AuthorityEmailEntity } from './authority-email.entity.ts';
export { AuthorityEntity } from './authority.entity.ts';
export { Authorities } from './authorities.service.ts';
export { preferredEmail } from './preferred-email.ts';
export { isInn, isOgrn } from './registration-numbers.ts';
export type { Authority, AuthorityKind, EmailQuality } from './schools.contract.ts';
export { SchoolsModule } from './schools.module.ts';
export { schoolsProblems } from './schools.problems.ts';
