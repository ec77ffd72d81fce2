import { Client } from 'pg';
import { newId } from '#kernel';
import { quantile } from '../rounds.ts';
import type { TestDatabase } from '../../support/test-database.ts';

export interface Page {
  readonly key?: string;
  readonly id?: string;
  readonly filters?: object;
}

/** Pages of requests as the API reads them: one call of `list_requests`, seen by a coordinator. */
export class Listing {
  private constructor(
    private readonly client: Client,
    private readonly person: string,
  ) {}

  /** @param url whose login decides whether policies apply: the administrator is past them. */
  static async open(url: string, person: string): Promise<Listing> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return new Listing(client, person);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** Milliseconds of the middle one of `times` calls. */
  async p50(branch: string, page: Page, times: number): Promise<number> {
    const taken: number[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const begun = performance.now();
      await this.client.query({ name: 'list', text: LIST, values: this.values(branch, page) });
      taken.push(performance.now() - begun);
    }
    return quantile(taken, 0.5);
  }

  async read(branch: string, page: Page): Promise<{ id: string; key: string }[]> {
    const { rows } = await this.client.query<{ lines: { id: string; key: string }[] }>(LIST, this.values(branch, page));
    return rows[0]?.lines ?? [];
  }

  /** Pages of 8 KB that one call touches, in the cache or not. */
  async buffers(branch: string, page: Page): Promise<number> {
    const { rows } = await this.client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${LIST}`,
      this.values(branch, page),
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return Number(plan?.['Shared Hit Blocks']) + Number(plan?.['Shared Read Blocks']);
  }

  private values(branch: string, { key, id, filters }: Page): unknown[] {
    return [branch, this.person, key ?? null, id ?? null, JSON.stringify(filters ?? {})];
  }
}

const LIST = `SELECT list_requests($1, $2, 'createdAt', true, $3, $4, 51, $5) AS lines`;

/** A coordinator of the branches, without an account: only what `enter_branch` looks at. */
export async function givenCoordinator(database: TestDatabase, branches: readonly string[]): Promise<string> {
  const person = newId();
  await database.asAdmin('SET session_replication_role = replica');
  for (const branch of branches) {
    await database.asAdmin(
      `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, 'coordinator')`,
      [branch, newId(), person],
    );
  }
  await database.asAdmin('SET session_replication_role = origin');
  return person;
}

/** Where the second half of the branch begins. */
export async function middleOf(database: TestDatabase, branch: string, rows: number): Promise<Page> {
  const [row] = await database.asAdmin<{ key: string; id: string }>(
    `SELECT created_at::text AS key, id FROM requests WHERE branch_id = $1
      ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT 1`,
    [branch, Math.floor(rows / 2)],
  );
  if (row === undefined) throw new Error('The branch is empty.');
  return row;
}
