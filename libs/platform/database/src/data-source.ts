import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { SnakeCaseNaming } from './snake-case-naming.ts';

export type Entities = MixedList<EntitySchema | (new () => object)>;

/** Sent with the connection itself, so that no pooled connection can ever be without them. */
const TIMEOUTS =
  '-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC';

/**
 * The runtime data source. Schema synchronisation stays off: migrations own the schema. `invalidWhereValuesBehavior`
 * keeps `where: { id: undefined }` from silently meaning "every row".
 */
export function runtimeDataSource(options: {
  url: string;
  pool: number;
  entities: Entities;
  name?: string;
}): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: options.entities,
    namingStrategy: new SnakeCaseNaming(),
    synchronize: false,
    logging: false,
    poolSize: options.pool,
    applicationName: options.name ?? 'otzyv',
    connectTimeoutMS: 5000,
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    extra: { options: TIMEOUTS },
  });
}
