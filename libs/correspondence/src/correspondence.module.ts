import { Module } from '@nestjs/common';
import { DocumentsModule } from '#documents';
import { AddressBouncesModule } from '#schools';
import { Bounces } from './bounces.service.ts';
import { DeliverMessageHandler } from './deliver-message.handler.ts';
import { DeliveriesRepository } from './deliveries.repository.ts';
import { DownloadsController } from './downloads.controller.ts';
import { AnswerReader } from './hints/answer-reader.ts';
import { HintsController } from './hints/hints.controller.ts';
import { HintsService } from './hints/hints.service.ts';
import { InboundMailsRepository } from './inbound-mails.repository.ts';
import { LettersRepository } from './letters.repository.ts';
import { Letters } from './letters.service.ts';
import { MailComposer } from './mail-composer.ts';
import { MailIntake } from './mail-intake.ts';
import { MessageReading } from './message-reading.service.ts';
import { MessageSettling } from './message-settling.service.ts';
import { MessagesController } from './messages.controller.ts';
import { MessagesRepository } from './messages.repository.ts';
import { Messages } from './messages.service.ts';
import { Outgoing } from './outgoing.service.ts';
import { RecordReplyHandler } from './record-reply.handler.ts';
import { RelayLog } from './relay-log.ts';
import { ScanBatchesController } from './scans/scan-batches.controller.ts';
import { ScanBatches } from './scans/scan-batches.service.ts';
import { LetterTemplatesController } from './templates/letter-templates.controller.ts';
import { LetterTemplatesRepository } from './templates/letter-templates.repository.ts';
import { LetterTemplates } from './templates/letter-templates.service.ts';
import { ThreadsRepository } from './threads.repository.ts';
import { Threads } from './threads.service.ts';
import { MailAttaching } from './triage/mail-attaching.service.ts';
import { SortMailHandler } from './triage/sort-mail.handler.ts';
import { Suggestions } from './triage/suggestions.service.ts';
import { TriageLessonsRepository } from './triage/triage-lessons.repository.ts';
import { TriageMailsRepository } from './triage/triage-mails.repository.ts';
import { TriageController } from './triage/triage.controller.ts';
import { Triage } from './triage/triage.service.ts';

@Module({
  imports: [AddressBouncesModule, DocumentsModule],
  controllers: [
    ScanBatchesController,
    LetterTemplatesController,
    MessagesController,
    HintsController,
    DownloadsController,
    TriageController,
  ],
  providers: [
    ...[
      Letters,
      LetterTemplates,
      ScanBatches,
      Threads,
      Outgoing,
      Bounces,
      Messages,
      MessageReading,
      MessageSettling,
      MailIntake,
      MailComposer,
      RelayLog,
      { provide: AnswerReader, useFactory: () => new AnswerReader() },
      HintsService,
    ],
    ...[DeliverMessageHandler, RecordReplyHandler, SortMailHandler],
    ...[Triage, Suggestions, MailAttaching, TriageMailsRepository, TriageLessonsRepository],
    ...[
      LettersRepository,
      LetterTemplatesRepository,
      ThreadsRepository,
      MessagesRepository,
      DeliveriesRepository,
      InboundMailsRepository,
    ],
  ],
  exports: [
    Letters,
    LetterTemplates,
    Threads,
    Outgoing,
    Messages,
    MessageReading,
    MessageSettling,
    MailIntake,
    HintsService,
    RelayLog,
  ],
})
export class CorrespondenceModule {}
