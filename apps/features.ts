import type { Type } from '@nestjs/common';
import {
  CorrespondenceModule,
  DeliveryAttemptEntity,
  LetterEntity,
  MessageAttachmentEntity,
  MessageEntity,
  LetterTemplateEntity,
  ThreadEntity,
} from '#correspondence';
import { ErasureModule } from '#erasure';
import { EscalationEntity, EscalationsModule } from '#escalations';
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
import { ImportsModule } from '#imports';
import { NoticesModule } from '#notices';
import { AssociationEntity, BranchEntity, OrganisationsModule } from '#organisations';
import { DeadlineEntity, DemandEntity, RequestEntity, RequestsModule } from '#requests';
import {
  AuthorityCorrectionEntity,
  AuthorityEmailEntity,
  AuthorityEntity,
  AuthorityProposalEntity,
  SchoolsModule,
  SystemFactEntity,
} from '#schools';

/** Every feature, in the order of the house: the API mounts their doors, the worker their handlers. */
export const featureModules: readonly Type[] = [
  OrganisationsModule,
  SchoolsModule,
  FamiliesModule,
  ImportsModule,
  CorrespondenceModule,
  RequestsModule,
  EscalationsModule,
  NoticesModule,
  ErasureModule,
];

/** Every table that TypeORM maps; the others are reached by SQL only. */
export const entities: readonly (new () => object)[] = [
  AssociationEntity,
  BranchEntity,
  AuthorityEntity,
  AuthorityCorrectionEntity,
  AuthorityEmailEntity,
  AuthorityProposalEntity,
  SystemFactEntity,
  FamilyEntity,
  GuardianEntity,
  ChildEntity,
  EnrolmentEntity,
  ConsentEntity,
  MandateEntity,
  FamilyAssignmentEntity,
  LetterEntity,
  LetterTemplateEntity,
  ThreadEntity,
  MessageEntity,
  MessageAttachmentEntity,
  DeliveryAttemptEntity,
  RequestEntity,
  DemandEntity,
  DeadlineEntity,
  EscalationEntity,
];
