import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#kernel';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import type { ApiProcessReady, ApiProcessSettings } from './api-process.ts';
import { ask, connection } from './http-agent-call.ts';

/** An API process on a database and a data folder that outlive it, with one coordinator signed in. */
export interface ServedApi {
  readonly database: TestDatabase;
  readonly branch: string;
  readonly token: string;
  readonly dataDir: string;
  port: number;
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

export interface ServedApiOptions {
  readonly pool: number;
  readonly maxInFlight?: number;
  readonly probeOnPool?: boolean;
  /** A database arranged beforehand, and the branches in which the person becomes coordinator. */
  readonly arranged?: { readonly database: TestDatabase; readonly branches: readonly string[] };
}

export async function serveApi({ arranged, ...options }: ServedApiOptions): Promise<ServedApi> {
  const database = arranged?.database ?? (await createTestDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-served-'));
  const settings: ApiProcessSettings = { ...options, databaseUrl: database.appUrl, dataDir };
  const person = { email: `${newId()}@people.test`, password: `пароль ${newId()}`, name: 'Анна Образцова' };
  let child: ChildProcess | null = null;
  const start = async (more: Partial<ApiProcessSettings> = {}): Promise<ApiProcessReady> => {
    const program = new URL('./api-process.js', import.meta.url);
    child = fork(program, [JSON.stringify({ ...settings, ...more })], { execArgv: [], stdio: 'inherit' });
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (typeof first !== 'object' || first === null) throw new Error('The API process ended before it listened.');
    return first as ApiProcessReady;
  };
  const kill = async (): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const close = async (): Promise<void> => {
    await kill();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { port, personId } = await start({ person });
    const branches = arranged?.branches ?? [await givenBranch(database)];
    for (const one of branches) await joinBranch(database, one, personId ?? '');
    const { email, password } = person;
    const login = { port, method: 'POST', path: '/v1/auth/login', body: { email, password } };
    const { accessToken } = JSON.parse((await ask(connection(), login)).text) as { accessToken: string };
    const served: ServedApi = {
      ...{ database, branch: branches[0] ?? '', port, kill, close, token: accessToken, dataDir },
      startAgain: async () => {
        served.port = (await start()).port;
      },
    };
    return served;
  } catch (error) {
    await close();
    throw error;
  }
}

async function givenBranch(database: TestDatabase): Promise<string> {
  const [association, branch] = [newId(), newId()];
  await database.asAdmin(`INSERT INTO associations (id, name) VALUES ($1, 'Союз родителей')`, [association]);
  await database.asAdmin(
    `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
      VALUES ($1, $2, 'Отделение', 'КЗН', '16', 'Europe/Moscow', '420000, Казань')`,
    [branch, association],
  );
  return branch;
}

async function joinBranch(database: TestDatabase, branch: string, personId: string): Promise<void> {
  await database.asAdmin(
    `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, 'coordinator')`,
    [branch, newId(), personId],
  );
}
