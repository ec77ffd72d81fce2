/**
 * The directory of addressees (schools, operators, founders, Roskomnadzor's offices, prosecutors) and the catalogue of
 * information systems and regions. Never knows a family, never sends anything, never routes where the office is uncertain.
 */
export type { BouncedAddress, BounceKind } from './address-bounces.repository.ts';
export { AddressBounces } from './address-bounces.service.ts';
export { SenderAddresses } from './sender-addresses.service.ts';
export { AddressBouncesModule } from './address-bounces.module.ts';
export { AuthorityCorrectionEntity } from './authority-correction.entity.ts';
export { AuthorityEmailEntity } from './authority-email.entity.ts';
export { AuthorityProposalEntity } from './authority-proposal.entity.ts';
export { AuthorityEntity } from './authority.entity.ts';
export { Authorities } from './authorities.service.ts';
export { AuthoritySearch } from './authority-search.service.ts';
export { preferredEmail } from './preferred-email.ts';
export { isInn, isOgrn } from './registration-numbers.ts';
export type { AuthorityKind, EmailQuality } from './authority-fields.contract.ts';
export {
  type DirectoryRow,
  type DirectoryRowReason,
  type DirectoryRowResult,
  directoryRowSchema,
  type DirectorySource,
} from './directory-row.contract.ts';
export { Catalogue } from './catalogue.service.ts';
export { Routing } from './routing.service.ts';
export { Successions } from './successions.service.ts';
export { SystemFactEntity } from './system-fact.entity.ts';
export { SchoolDirectory } from './school-directory.service.ts';
export { type Authority, authoritySchema } from './schools.contract.ts';
export { SchoolsModule } from './schools.module.ts';
export { schoolsProblems } from './schools.problems.ts';
