import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { PeopleService, type Role } from '#access';
import { loadConfig } from '#config';
import { newId } from '#kernel';
import type { ApiOptions } from '../../apps/api/src/api.module.ts';
import { createApi } from '../../apps/api/src/create-api.ts';
import { mailRouteOf } from '../../apps/mail-route.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface GivenPerson {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export interface SignedIn extends GivenPerson {
  readonly branchId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** For supertest's `.set(...)`. */
  readonly headers: { readonly authorization: string };
}

export interface ApiServer {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly server: Server;
  /** Resolves to the branch's id; each call makes its own association. */
  givenBranch(branch?: { name?: string; status?: 'open' | 'suspended' | 'closed' }): Promise<string>;
  /** A person; with `branchId` and `role` a member of that branch. */
  givenPerson(person?: { name?: string; branchId?: string; role?: Role }): Promise<GivenPerson>;
  /** A new member of a new or given branch, signed in over HTTP. */
  signIn(who: { role: Role; branchId?: string; name?: string }): Promise<SignedIn>;
  close(): Promise<void>;
}

export type ApiServerOptions = Partial<ApiOptions> & { readonly trustedProxies?: string };

/** The whole API on a database of its own. Everything that `givenX` makes is new, so that specs never share rows. */
export async function startApiServer({ trustedProxies, ...options }: ApiServerOptions = {}): Promise<ApiServer> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-api-'));
  const level = options.logStream === undefined ? 'silent' : 'info';
  const proxies = trustedProxies === undefined ? {} : { TRUSTED_PROXIES: trustedProxies };
  const config = loadConfig({ OTZYV_DATA_DIR: dataDir, LOG_LEVEL: level, ...noOutside, ...proxies });
  const app = await createApi({ config, databaseUrl: database.appUrl, mailRoute: mailRouteOf(config), ...options });
  const server = app.getHttpServer();

  const givenBranch: ApiServer['givenBranch'] = async ({ name = 'Отделение', status = 'open' } = {}) => {
    const [association, branch] = [newId(), newId()];
    await database.asAdmin('INSERT INTO associations (id, name) VALUES ($1, $2)', [association, 'Союз родителей']);
    await database.asAdmin(
      `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address, status)
        VALUES ($1, $2, $3, 'КЗН', '16', 'Europe/Moscow', '420000, Казань', $4)`,
      [branch, association, name, status],
    );
    return branch;
  };

  const givenPerson: ApiServer['givenPerson'] = async ({ name = 'Анна Образцова', branchId, role } = {}) => {
    const person = { email: `${newId()}@people.test`, password: `пароль ${newId()}` };
    const id = await app.get(PeopleService).register({ ...person, name });
    if (branchId !== undefined && role !== undefined) {
      await database.asAdmin('INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, $4)', [
        branchId,
        newId(),
        id,
        role,
      ]);
    }
    return { id, ...person };
  };

  return {
    app,
    database,
    server,
    givenBranch,
    givenPerson,
    signIn: async ({ role, name, branchId: given }) => {
      const branchId = given ?? (await givenBranch());
      const person = await givenPerson({ branchId, role, ...(name !== undefined && { name }) });
      const { email, password } = person;
      const answer = await request(server).post('/v1/auth/login').send({ email, password }).expect(200);
      const { accessToken, refreshToken } = answer.body as { accessToken: string; refreshToken: string };
      return { ...person, branchId, accessToken, refreshToken, headers: { authorization: `Bearer ${accessToken}` } };
    },
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a developer's shell may hold must not reach a test. */
const noOutside = {
  DATABASE_URL: '',
  DATABASE_APP_URL: '',
  DATABASE_RELAY_URL: '',
  REDIS_URL: '',
  SMTP_URL: '',
  S3_URL: '',
};
