/**
 * What a branch is (association, region, time zone, letterhead) and who has a role in it.
 * Never opens, signs in or names a person, and never looks beyond the entered branch.
 */
export { AssociationEntity } from './association.entity.ts';
export { BranchEntity } from './branch.entity.ts';
export type { Branch, Member } from './organisations.contract.ts';
export { OrganisationsModule } from './organisations.module.ts';
export { Organisations } from './organisations.service.ts';
