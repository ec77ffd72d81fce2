import { type DynamicModule, Module } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import { AccessModule } from '#access';
import { AuditModule } from '#audit';
import type { Config } from '#config';
import { DatabaseModule } from '#database';
import { FilesModule } from '#files';
import { HttpModule, loggingModule } from '#http';
import { OutboxModule } from '#outbox';
import { VaultModule } from '#vault';
import { AuthController } from './auth/auth.controller.ts';
import { MeController } from './auth/me.controller.ts';
import type { ApiFeature } from './feature.ts';
import { HealthController } from './health/health.controller.ts';
import { READINESS_CHECKS, type ReadinessCheck } from './health/readiness.ts';

export interface ApiOptions {
  readonly config: Config;
  /** The runtime login (`otzyv_app`), never the administrator's. */
  readonly databaseUrl: string;
  readonly features: readonly ApiFeature[];
  readonly readiness?: readonly ReadinessCheck[];
  /** Requests at work at once; default: twenty for each database connection. */
  readonly maxInFlight?: number;
  /** Milliseconds between "not ready" and the closing of the listener. */
  readonly drainMs?: number;
  /** Where log lines go instead of standard output. */
  readonly logStream?: DestinationStream;
}

/** Mounts the doors; owns no behaviour of its own but signing in and health. */
@Module({})
export class ApiModule {
  static with(options: ApiOptions): DynamicModule {
    const { config, features } = options;
    const { pool } = config.database;
    return {
      module: ApiModule,
      imports: [
        loggingModule(config.logLevel, options.logStream),
        DatabaseModule.connect({
          url: options.databaseUrl,
          pool,
          entities: features.flatMap((feature) => feature.entities ?? []),
        }),
        VaultModule.withKeys(config.keys),
        AuditModule.forRoot(),
        OutboxModule.forApi(),
        FilesModule.at(config),
        AccessModule.withKeys(config.keys),
        HttpModule.with({ maxInFlight: options.maxInFlight ?? pool * 20, drainMs: options.drainMs ?? 0 }),
        ...features.map((feature) => feature.module),
      ],
      controllers: [
        AuthController,
        MeController,
        HealthController,
        ...features.flatMap((feature) => feature.controllers),
      ],
      providers: [{ provide: READINESS_CHECKS, useValue: options.readiness ?? [] }],
    };
  }
}
