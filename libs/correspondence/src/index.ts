/**
 * Letters, the threads in which they travel, what was sent, what came back, and the evidence of each hand-over.
 * Never knows what a thread is about, never decides what an answer means, and never sends again what may have arrived.
 */
export {
  deliverMessageJob,
  messageSettledJob,
  recordReplyJob,
  replyRecordedJob,
  sortMailJob,
} from './correspondence.jobs.ts';
export type { Hint } from './hints/hints.contract.ts';
export { HintsService } from './hints/hints.service.ts';
export { type DeliveryAttempt, type MessageFacts, Messages } from './messages.service.ts';
export { type FilingChannel, filingChannels, type Message, type WholeMessage } from './correspondence.contract.ts';
export { CorrespondenceModule } from './correspondence.module.ts';
export { correspondenceProblems } from './correspondence.problems.ts';
export { DeliveryAttemptEntity } from './delivery-attempt.entity.ts';
export { LetterEntity, type LetterKind, type SigningWay } from './letter.entity.ts';
export { type Letter, Letters } from './letters.service.ts';
export { MessageReading, type ReadFile } from './message-reading.service.ts';
export { MailIntake } from './mail-intake.ts';
export { MessageAttachmentEntity } from './message-attachment.entity.ts';
export { type MessageDecision, MessageSettling } from './message-settling.service.ts';
export { type MessageState, messageStates } from './message-state.ts';
export { MessageEntity } from './message.entity.ts';
export { ReplacedWorker } from './replaced-worker.ts';
export { RelayLog, type RelayVerdict } from './relay-log.ts';
export { newPageToken } from './page-token.ts';
export { type EmailToSend, type FilingToRecord, Outgoing } from './outgoing.service.ts';
export { chosenBlocks } from './templates/chosen-blocks.ts';
export { LetterTemplateEntity } from './templates/letter-template.entity.ts';
export { chosenBlocksSchema, type Wording } from './templates/letter-templates.contract.ts';
export { LetterTemplates } from './templates/letter-templates.service.ts';
export { ThreadEntity, type ThreadSubject } from './thread.entity.ts';
export { type Thread, Threads } from './threads.service.ts';
export { Suggestions } from './triage/suggestions.service.ts';
export { Triage } from './triage/triage.service.ts';
