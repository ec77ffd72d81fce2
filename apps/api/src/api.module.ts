import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import { HttpModule, loggingModule } from '#http';
import { OutboxModule } from '#outbox';
import { featureModules } from '../../features.ts';
import { platformModules, type PlatformOptions } from '../../platform-modules.ts';
import { AuthController } from './auth/auth.controller.ts';
import { BranchAccessController } from './auth/branch-access.controller.ts';
import { MeController } from './auth/me.controller.ts';
import { OwnAccountController } from './auth/own-account.controller.ts';
import { HealthController } from './health/health.controller.ts';
import { READINESS_CHECKS, type ReadinessCheck } from './health/readiness.ts';

export interface ApiOptions extends PlatformOptions {
  /** Doors beside those of the features: the mail catcher's pages, a test's own routes. */
  readonly modules?: readonly (Type | DynamicModule)[];
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
    const { config, modules = [] } = options;
    const { pool } = config.database;
    return {
      module: ApiModule,
      imports: [
        loggingModule(config.logLevel, options.logStream),
        ...platformModules(options),
        OutboxModule.forApi(),
        HttpModule.with({ maxInFlight: options.maxInFlight ?? pool * 20, drainMs: options.drainMs ?? 0 }),
        ...featureModules,
        ...modules,
      ],
      controllers: [AuthController, MeController, OwnAccountController, BranchAccessController, HealthController],
      providers: [{ provide: READINESS_CHECKS, useValue: options.readiness ?? [] }],
    };
  }
}
