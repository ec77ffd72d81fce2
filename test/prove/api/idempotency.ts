import { newId } from '#kernel';
import type { PromiseProof, Verdict } from '../promise.ts';
import { familyBody } from './bodies.ts';
import { ask, connection, type Reply } from '../../support/http-agent-call.ts';
import { serveApi, type ServedApi } from '../../support/served-api.ts';

const PARALLEL = 20;

/** 36: one key, one effect and one answer, also for parallel callers; another body under the key is refused. */
export const idempotency: PromiseProof = {
  id: '36-idempotency-key',
  ciSize: 200,
  sabotageSize: 40,
  run: ({ n }) => repeat(n),
  sabotages: Object.entries({
    'keys that are forgotten': `
      CREATE FUNCTION forget_key() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.key := gen_random_uuid()::text; RETURN NEW; END $$;
      CREATE TRIGGER idempotency_keys_forget BEFORE INSERT ON idempotency_keys
        FOR EACH ROW EXECUTE FUNCTION forget_key()`,
    'bodies that are not compared': `
      CREATE FUNCTION any_body() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.request_hash := '\\x00'; RETURN NEW; END $$;
      CREATE TRIGGER idempotency_keys_any_body BEFORE INSERT ON idempotency_keys
        FOR EACH ROW EXECUTE FUNCTION any_body()`,
  }).map(([name, sql]) => ({ name, run: ({ n }) => repeat(n, sql) })),
};

async function repeat(n: number, sql?: string): Promise<Verdict> {
  const api = await serveApi({ pool: 10 });
  try {
    if (sql !== undefined) await api.database.asAdmin(sql);
    const faults: string[] = [];
    const rounds = Math.max(1, Math.round(n / PARALLEL));
    for (let round = 0; round < rounds; round += 1) faults.push(...(await oneKey(api)));
    const [row] = await api.database.asAdmin<{ count: number }>('SELECT count(*)::int AS count FROM families');
    if (row?.count !== rounds) faults.push(`${row?.count ?? 0} families for ${rounds} keys`);
    return { n: rounds * PARALLEL, violations: faults.length, details: { rounds, faults: faults.slice(0, 10) } };
  } finally {
    await api.close();
  }
}

async function oneKey(api: ServedApi): Promise<string[]> {
  const key = newId();
  const replies = await Promise.all(Array.from({ length: PARALLEL }, () => createFamily(api, key)));
  const [first] = replies;
  const alike = replies.filter(({ status, text }) => status === 201 && text === first?.text).length;
  const later = await createFamily(api, key);
  const other = await createFamily(api, key, 'Другая');
  return [
    ...(alike === PARALLEL ? [] : [`${alike} of ${PARALLEL} parallel callers got one answer`]),
    ...(later.text === first?.text ? [] : ['a later repeat got another answer']),
    ...(other.status === 422 && other.text.includes('http.idempotency-key-reused')
      ? []
      : [`another body under the key: ${other.status}`]),
  ];
}

export function createFamily({ port, token, branch }: ServedApi, key: string, surname?: string): Promise<Reply> {
  const path = `/v1/branches/${branch}/families`;
  const headers = { 'idempotency-key': key };
  return ask(connection(), { port, method: 'POST', path, token, headers, body: familyBody(surname) });
}
