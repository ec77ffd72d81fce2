import {
  ChildEntity,
  ConsentEntity,
  EnrolmentEntity,
  FamiliesModule,
  FamilyAssignmentEntity,
  FamilyEntity,
  GuardianEntity,
  MandateEntity,
} from '#families';
import { AssociationEntity, BranchEntity, OrganisationsModule } from '#organisations';
import { AuthorityEmailEntity, AuthorityEntity, SchoolsModule } from '#schools';
import type { ApiFeature } from './feature.ts';

/** Every feature that the API mounts, in the order of the house. */
export const features: readonly ApiFeature[] = [
  { module: OrganisationsModule, controllers: [], entities: [AssociationEntity, BranchEntity] },
  { module: SchoolsModule, controllers: [], entities: [AuthorityEntity, AuthorityEmailEntity] },
  {
    module: FamiliesModule,
    controllers: [],
    entities: [
      ...[FamilyEntity, GuardianEntity, ChildEntity, EnrolmentEntity],
      ...[ConsentEntity, MandateEntity, FamilyAssignmentEntity],
    ],
  },
];
