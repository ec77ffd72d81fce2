/**
 * Where the data lies and whose data a query may touch: embedded or given PostgreSQL, roles, migrations, TenantScope
 * and Database.transaction. Never opens a tenant table without a branch, and has no fallback connection.
 */
export { type Entities, runtimeDataSource } from './data-source.ts';
export { databaseProblems } from './database-error.ts';
export { DatabaseProbe } from './database-probe.ts';
export { ensureRoles, type LoginRole, loginPasswords } from './database-roles.ts';
export { Database } from './database.ts';
export { DatabaseModule, type DatabaseModuleOptions } from './database.module.ts';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.ts';
export { freePort } from './free-port.ts';
export { migrate, type Migrations } from './migrate.ts';
export { loginUrl, type OpenDatabase, openDatabase } from './open-database.ts';
export { type Entry, type Scope, TenantScope } from './tenant-scope.ts';
