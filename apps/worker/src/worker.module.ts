import { type DynamicModule, Module } from '@nestjs/common';
import { CorrespondenceModule } from '#correspondence';
import { AuditAnchors } from '#audit';
import { FamiliesModule } from '#families';
import { loggingModule } from '#http';
import { ErasureModule } from '#erasure';
import { NoticesModule } from '#notices';
import { OutboxModule } from '#outbox';
import { RequestsModule } from '#requests';
import { featureModules } from '../../features.ts';
import { platformModules, type PlatformOptions } from '../../platform-modules.ts';
import { AnchorClock } from './anchor-clock.ts';
import { ClosuresClock } from './closures-clock.ts';
import { DeadlineClock } from './deadline-clock.ts';
import { CountClock } from './count-clock.ts';
import { DigestClock } from './digest-clock.ts';
import { IdempotencyClock } from './idempotency-clock.ts';
import { INBOUND_ADDRESS, InboundListener } from './inbound-listener.ts';
import { jobs } from './jobs.ts';
import { RecordsClock } from './records-clock.ts';
import { ReminderClock } from './reminder-clock.ts';
import { RetentionClock } from './retention-clock.ts';

export interface WorkerOptions extends PlatformOptions {
  /** Login otzyv_relay, for the queue tables and the narrow functions of the outbox. */
  readonly relayUrl: string;
}

/** Runs the handlers of every feature, the outbox relay, the deadline sweep and the door for incoming mail. */
@Module({})
export class WorkerModule {
  static with(options: WorkerOptions): DynamicModule {
    const { config, relayUrl } = options;
    return {
      module: WorkerModule,
      imports: [
        loggingModule(config.logLevel),
        ...platformModules(options),
        OutboxModule.forWorker({ relayUrl, redisUrl: config.redisUrl, definitions: jobs }),
        ...featureModules,
        FamiliesModule,
        RequestsModule,
        CorrespondenceModule,
        NoticesModule,
        ErasureModule,
      ],
      providers: [
        AnchorClock,
        { provide: AuditAnchors, useValue: new AuditAnchors(config.audit.anchorsFile, config.keys.anchor) },
        ClosuresClock,
        DeadlineClock,
        CountClock,
        DigestClock,
        IdempotencyClock,
        ReminderClock,
        RetentionClock,
        InboundListener,
        RecordsClock,
        { provide: INBOUND_ADDRESS, useValue: config.mail.inbound },
      ],
    };
  }
}
