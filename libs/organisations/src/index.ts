/**
 * What a branch is (association, region, letterhead, settings), how it opens and closes, who has which role in it.
 * Never signs in or names a person, and never sees a family.
 */
export { AssociationEntity } from './association.entity.ts';
export { letterheadOf, senderNameOf, signatureOf } from './branch-identity.ts';
export { BranchMail } from './branch-mail.ts';
export { tellOfBranchOfferJob } from './branch-offers/branch-offers.jobs.ts';
export { BranchEntity } from './branch.entity.ts';
export type { Branch, Member } from './organisations.contract.ts';
export { mailLanguage } from './mail-language.ts';
export { Members } from './members.service.ts';
export { sendInvitationJob } from './invitations.jobs.ts';
export { OrganisationsModule } from './organisations.module.ts';
export { organisationsProblems } from './organisations.problems.ts';
export { Organisations } from './organisations.service.ts';
