import { Foundations1700000000001 } from './0001-foundations.ts';
import { Vault1700000000002 } from './0002-vault.ts';
import { Audit1700000000003 } from './0003-audit.ts';
import { Outbox1700000000004 } from './0004-outbox.ts';
import { Files1700000000005 } from './0005-files.ts';
import { Access1700000000006 } from './0006-access.ts';
import { Schools1700000000007 } from './0007-schools.ts';
import { Families1700000000008 } from './0008-families.ts';
import { Correspondence1700000000009 } from './0009-correspondence.ts';
import { Requests1700000000010 } from './0010-requests.ts';
import { Escalations1700000000011 } from './0011-escalations.ts';
import { People1700000000012 } from './0012-people.ts';
import { Branches1700000000013 } from './0013-branches.ts';
import { KeyRotation1700000000014 } from './0014-key-rotation.ts';
import { Invitations1700000000015 } from './0015-invitations.ts';
import { FamilyAccess1700000000016 } from './0016-family-access.ts';
import { Erasure1700000000017 } from './0017-erasure.ts';
import { HandOvers1700000000018 } from './0018-hand-overs.ts';
import { MasterKey1700000000019 } from './0019-master-key.ts';
import { RefusalsAndRecords1700000000020 } from './0020-refusals-and-records.ts';
import { BranchClosures1700000000021 } from './0021-branch-closures.ts';
import { BreakGlassReview1700000000022 } from './0022-break-glass-review.ts';
import { SignInLog1700000000023 } from './0023-sign-in-log.ts';
import { FamilyDepth1700000000024 } from './0024-family-depth.ts';
import { FamilyMerges1700000000025 } from './0025-family-merges.ts';
import { Directory1700000000026 } from './0026-directory.ts';
import { DirectoryLocalFacts1700000000027 } from './0027-directory-local-facts.ts';
import { FamilySearch1700000000028 } from './0028-family-search.ts';
import { DirectorySearch1700000000029 } from './0029-directory-search.ts';
import { Imports1700000000030 } from './0030-imports.ts';
import { TableExports1700000000031 } from './0031-table-exports.ts';
import { DeadlineDepth1700000000032 } from './0032-deadline-depth.ts';
import { OurDuties1700000000033 } from './0033-our-duties.ts';
import { RequestSideDoors1700000000034 } from './0034-request-side-doors.ts';
import { FamilyPlans1700000000035 } from './0035-family-plans.ts';
import { RequestLists1700000000036 } from './0036-request-lists.ts';
import { ClosableRungs1700000000037 } from './0037-closable-rungs.ts';
import { HandedOverCheck1700000000038 } from './0038-handed-over-check.ts';
import { Reminders1700000000039 } from './0039-reminders.ts';
import { RequestCounts1700000000042 } from './0042-request-counts.ts';
import { BranchOffers1700000000043 } from './0043-branch-offers.ts';
import { MailLanguages1700000000044 } from './0044-mail-languages.ts';
import { Digests1700000000051 } from './0051-digests.ts';
import { CalendarFeeds1700000000052 } from './0052-calendar-feeds.ts';
import { AnswersWeighed1700000000053 } from './0053-answers-weighed.ts';
import { ReturnPaths1700000000054 } from './0054-return-paths.ts';
import { MailTriage1700000000055 } from './0055-mail-triage.ts';
import { LetterKinds1700000000057 } from './0057-letter-kinds.ts';
import { LetterTemplates1700000000058 } from './0058-letter-templates.ts';

/** In the order in which they run. A migration that has landed is never edited; a mistake is mended by the next one. */
export const migrations = [
  Foundations1700000000001,
  Vault1700000000002,
  Audit1700000000003,
  Outbox1700000000004,
  Files1700000000005,
  Access1700000000006,
  Schools1700000000007,
  Families1700000000008,
  Correspondence1700000000009,
  Requests1700000000010,
  Escalations1700000000011,
  People1700000000012,
  Branches1700000000013,
  KeyRotation1700000000014,
  Invitations1700000000015,
  FamilyAccess1700000000016,
  Erasure1700000000017,
  HandOvers1700000000018,
  MasterKey1700000000019,
  RefusalsAndRecords1700000000020,
  BranchClosures1700000000021,
  BreakGlassReview1700000000022,
  SignInLog1700000000023,
  FamilyDepth1700000000024,
  FamilyMerges1700000000025,
  Directory1700000000026,
  DirectoryLocalFacts1700000000027,
  FamilySearch1700000000028,
  DirectorySearch1700000000029,
  Imports1700000000030,
  TableExports1700000000031,
  DeadlineDepth1700000000032,
  OurDuties1700000000033,
  RequestSideDoors1700000000034,
  FamilyPlans1700000000035,
  RequestLists1700000000036,
  ClosableRungs1700000000037,
  HandedOverCheck1700000000038,
  Reminders1700000000039,
  RequestCounts1700000000042,
  BranchOffers1700000000043,
  MailLanguages1700000000044,
  Digests1700000000051,
  CalendarFeeds1700000000052,
  AnswersWeighed1700000000053,
  ReturnPaths1700000000054,
  MailTriage1700000000055,
  LetterKinds1700000000057,
  LetterTemplates1700000000058,
] as const;
