import { Client } from 'pg';
import { exchangeMasterKey, MasterKey } from '#vault';
import { TEST_PASSWORDS } from '../../support/database-cluster.ts';

export interface MasterExchangeOrder {
  readonly adminUrl: string;
  /** Base64. */
  readonly from: string;
  readonly to: string;
  /** The step before which this process kills itself; 0: never. */
  readonly killBefore: number;
  /** Statements that begin like one of these do nothing: a sabotage. */
  readonly forgotten: readonly string[];
}

/** `rotate-keys --master` as a process of its own, which kills itself where it is told to, as a power cut would. */
async function main({ adminUrl, from, to, killBefore, forgotten }: MasterExchangeOrder): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const query = client.query.bind(client) as (sql: string, parameters?: unknown[]) => Promise<unknown>;
  const spoilt = (sql: string, parameters?: unknown[]) =>
    forgotten.some((start) => sql.startsWith(start)) ? query('SELECT') : query(sql, parameters);
  if (forgotten.length > 0) Object.assign(client, { query: spoilt });
  let steps = 0;
  await exchangeMasterKey({
    client,
    from: new MasterKey(Buffer.from(from, 'base64')),
    to: new MasterKey(Buffer.from(to, 'base64')),
    // Logins belong to the whole cluster, which other proofs use meanwhile.
    passwords: TEST_PASSWORDS,
    onStep: () => {
      steps += 1;
      if (steps === killBefore) process.kill(process.pid, 'SIGKILL');
    },
  });
  await client.end();
}

await main(JSON.parse(process.argv[2] ?? '{}') as MasterExchangeOrder);
