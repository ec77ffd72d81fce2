import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Entities, runtimeDataSource } from './data-source.ts';
import { DatabaseProbe } from './database-probe.ts';
import { Database } from './database.ts';
import { TenantScope } from './tenant-scope.ts';

export interface DatabaseModuleOptions {
  readonly url: string;
  readonly pool: number;
  readonly entities: Entities;
}

/** One pool per process, closed when the application is. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly probe: DatabaseProbe,
  ) {}

  static connect(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: DataSource, useFactory: () => runtimeDataSource(options).initialize() },
        { provide: DatabaseProbe, useFactory: () => new DatabaseProbe(options.url) },
        TenantScope,
        Database,
      ],
      exports: [DataSource, TenantScope, Database, DatabaseProbe],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.probe.close();
    await this.dataSource.destroy();
  }
}
