import type { DynamicModule } from '@nestjs/common';
import { AccessModule } from '#access';
import { AuditModule } from '#audit';
import type { Config } from '#config';
import { DatabaseModule } from '#database';
import { FilesModule } from '#files';
import { MailModule, type MailRouteOptions } from '#mail';
import { VaultModule } from '#vault';
import { entities } from './features.ts';

export interface PlatformOptions {
  readonly config: Config;
  /** The runtime login (`otzyv_app`), never the administrator's. */
  readonly databaseUrl: string;
  readonly mailRoute: MailRouteOptions;
}

/** What every process stands on, lowest first; each app adds its own outbox side and doors. */
export function platformModules({ config, databaseUrl, mailRoute }: PlatformOptions): DynamicModule[] {
  return [
    DatabaseModule.connect({ url: databaseUrl, pool: config.database.pool, entities: [...entities] }),
    MailModule.through(mailRoute),
    VaultModule.withKeys(config.keys),
    AuditModule.forRoot(),
    FilesModule.at(config),
    AccessModule.withKeys(config.keys, publicUrlOf(config)),
  ];
}

function publicUrlOf({ http }: Config): string {
  return (http.publicUrl ?? `http://${http.host}:${http.port}`).replace(/\/$/, '');
}
