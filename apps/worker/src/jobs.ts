import { sendPasswordResetJob } from '#access';
import { deliverMessageJob, messageSettledJob, recordReplyJob, replyRecordedJob, sortMailJob } from '#correspondence';
import {
  cancelClosureJob,
  destroyFamilyJob,
  destroyRecordsJob,
  eraseBranchJob,
  exportBranchJob,
  exportFamilyJob,
  resealFamilyJob,
  warnOfErasureJob,
} from '#erasure';
import { draftComplaint } from '#escalations';
import { forgetNumbersJob, indexNamesJob, processingConsentWithdrawnJob, sendBreakGlassNoticeJob } from '#families';
import {
  checkImportJob,
  destroyExportJob,
  destroyImportJob,
  exportTableJob,
  runImportJob,
  undoImportJob,
} from '#imports';
import { sendDigest } from '#notices';
import { sendInvitationJob, tellOfBranchOfferJob } from '#organisations';
import type { JobDefinition } from '#outbox';
import { deadlinePassed, passDeadline, recomputeDeadlines, refusedWithoutReasons, remind } from '#requests';

/** Every job of the program. The worker refuses to start unless each has exactly one handler. */
export const jobs: readonly JobDefinition[] = [
  sendPasswordResetJob,
  sendInvitationJob,
  tellOfBranchOfferJob,
  sendBreakGlassNoticeJob,
  forgetNumbersJob,
  processingConsentWithdrawnJob,
  checkImportJob,
  runImportJob,
  undoImportJob,
  destroyImportJob,
  exportTableJob,
  destroyExportJob,
  indexNamesJob,
  deliverMessageJob,
  messageSettledJob,
  recordReplyJob,
  replyRecordedJob,
  sortMailJob,
  passDeadline,
  deadlinePassed,
  remind,
  refusedWithoutReasons,
  recomputeDeadlines,
  draftComplaint,
  sendDigest,
  destroyFamilyJob,
  exportFamilyJob,
  resealFamilyJob,
  destroyRecordsJob,
  exportBranchJob,
  cancelClosureJob,
  warnOfErasureJob,
  eraseBranchJob,
];
