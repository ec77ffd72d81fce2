import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import {
  CorrespondenceModule,
  DeliveryAttemptEntity,
  deliverMessageJob,
  LetterEntity,
  MessageAttachmentEntity,
  MessageEntity,
  messageSettledJob,
  recordReplyJob,
  replyRecordedJob,
  sortMailJob,
  ThreadEntity,
} from '#correspondence';
import { DatabaseModule } from '#database';
import { FilesModule } from '#files';
import { CaughtMail, type DeliveryTimeouts, MailModule } from '#mail';
import { HandlesJob, type JobHandler, OutboxModule } from '#outbox';
import { VaultModule } from '#vault';
import type { DeliverySabotage } from './delivery-sabotage.ts';
import type { IntakeSabotage } from './intake-sabotage.ts';

/** Plain data, so that a worker in a process of its own can be given it too. */
export interface CorrespondenceSettings {
  readonly appUrl: string;
  readonly relayUrl: string;
  readonly dataDir: string;
  readonly smtpPort: number;
  /** The sink's folder, when the server that mail goes to is the built-in catcher. */
  readonly caughtFolder: string | null;
  readonly longestHandOver?: number;
  readonly catcherSince?: number;
  /** Queues on Redis instead of PostgreSQL. */
  readonly redisUrl?: string;
  readonly timeouts?: Partial<DeliveryTimeouts>;
  /** Default: the program's own. */
  readonly announceAgainMs?: number;
  /** What a proof breaks in a worker process. */
  readonly sabotage?: DeliverySabotage;
  /** Opens a door for incoming mail at this port. */
  readonly inboundPort?: number;
  readonly intakeSabotage?: IntakeSabotage;
}

/** What later features would hear. */
@Injectable()
export class Announcements {
  readonly settled: string[] = [];
  readonly replies: string[] = [];
}

@Injectable()
@HandlesJob(messageSettledJob)
class HearSettledHandler implements JobHandler<typeof messageSettledJob> {
  constructor(private readonly heard: Announcements) {}

  run({ messageId }: { messageId: string }): Promise<void> {
    this.heard.settled.push(messageId);
    return Promise.resolve();
  }
}

@Injectable()
@HandlesJob(replyRecordedJob)
class HearReplyHandler implements JobHandler<typeof replyRecordedJob> {
  constructor(private readonly heard: Announcements) {}

  run({ messageId }: { messageId: string }): Promise<void> {
    this.heard.replies.push(messageId);
    return Promise.resolve();
  }
}

@Module({})
export class CorrespondenceWorkerModule {
  /** @param running whether jobs are run here or only asked for. */
  static with(settings: CorrespondenceSettings, running: boolean): DynamicModule {
    const { appUrl, relayUrl, dataDir, smtpPort, caughtFolder, longestHandOver, catcherSince } = settings;
    const { redisUrl, announceAgainMs, timeouts = { final: 2_000 } } = settings;
    const entities = [LetterEntity, ThreadEntity, MessageEntity, MessageAttachmentEntity, DeliveryAttemptEntity];
    const definitions = [deliverMessageJob, recordReplyJob, messageSettledJob, replyRecordedJob, sortMailJob];
    return {
      module: CorrespondenceWorkerModule,
      imports: [
        DatabaseModule.connect({ url: appUrl, pool: 5, entities }),
        VaultModule.withKeys({ master: Buffer.alloc(32, 7) }),
        AuditModule.forRoot(),
        FilesModule.at({ dataDir, s3Url: undefined }),
        MailModule.through({
          domain: 'otzyv.test',
          server: { host: '127.0.0.1', port: smtpPort, tls: 'none' },
          timeouts,
          ...(caughtFolder === null ? {} : { caught: new CaughtMail(caughtFolder) }),
          ...(longestHandOver === undefined ? {} : { longestHandOver }),
          ...(catcherSince === undefined ? {} : { catcherSince }),
        }),
        running
          ? OutboxModule.forWorker({
              ...{ relayUrl, redisUrl, definitions, pollMs: 50 },
              ...(announceAgainMs === undefined ? {} : { announceAgainMs }),
            })
          : OutboxModule.forApi(),
        CorrespondenceModule,
      ],
      providers: [Announcements, ...(running ? [HearSettledHandler, HearReplyHandler] : [])],
    };
  }
}
