import type { PromiseProof, Verdict } from '../promise.ts';
import { authorityBody, familyBody } from './bodies.ts';
import { ask, connection } from '../../support/http-agent-call.ts';
import { serveApi, type ServedApi } from '../../support/served-api.ts';

const PARALLEL = 100;

/** 36: of a hundred parallel changes of one version exactly one is made; without the version none is tried. */
export const ifMatch: PromiseProof = {
  id: '36-if-match',
  ciSize: 1_000,
  sabotageSize: 200,
  run: ({ n }) => change(n),
  sabotages: Object.entries({
    'versions that stand still': `
      CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.version := OLD.version; RETURN NEW; END $$;
      CREATE TRIGGER authorities_stand_still BEFORE UPDATE ON authorities FOR EACH ROW EXECUTE FUNCTION stand_still();
      CREATE TRIGGER families_stand_still BEFORE UPDATE ON families FOR EACH ROW EXECUTE FUNCTION stand_still()`,
    'changes that are made without a trace': `
      CREATE FUNCTION drop_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.short_name := OLD.short_name; RETURN NEW; END $$;
      CREATE TRIGGER authorities_drop BEFORE UPDATE ON authorities FOR EACH ROW EXECUTE FUNCTION drop_change()`,
  }).map(([name, sql]) => ({ name, run: ({ n }) => change(n, sql) })),
};

async function change(n: number, sql?: string): Promise<Verdict> {
  const api = await serveApi({ pool: 10 });
  try {
    if (sql !== undefined) await api.database.asAdmin(sql);
    const faults: string[] = [];
    const rounds = Math.max(1, Math.round(n / PARALLEL));
    for (let round = 0; round < rounds; round += 1) {
      faults.push(...(await (round % 2 === 0 ? changeAuthority(api, round) : changeFamily(api))));
    }
    return { n: rounds * PARALLEL, violations: faults.length, details: { rounds, faults: faults.slice(0, 10) } };
  } finally {
    await api.close();
  }
}

async function changeAuthority(api: ServedApi, round: number): Promise<string[]> {
  const path = await create(api, 'authorities', authorityBody(`Школа ${round}`));
  const faults = await race(api, path, (index) => ({ shortName: `Школа ${round}, правка ${index}` }));
  const id = path.split('/').at(-1);
  const [row] = await api.database.asAdmin<{ version: number; changed: boolean }>(
    `SELECT version, short_name LIKE '%правка%' AS changed FROM authorities WHERE id = $1`,
    [id],
  );
  const kept = row?.version === 2 && row.changed;
  return kept ? faults : [...faults, 'the change that was answered 200 is not the one that is there'];
}

async function changeFamily(api: ServedApi): Promise<string[]> {
  const path = await create(api, 'families', familyBody());
  return race(api, path, () => ({ dataSource: 'guardian_remotely' }));
}

async function race(api: ServedApi, path: string, bodyOf: (index: number) => object): Promise<string[]> {
  const { port, token } = api;
  const patch = { port, method: 'PATCH', path, token };
  const replies = await Promise.all(
    Array.from({ length: PARALLEL }, (_, index) =>
      ask(connection(), { ...patch, headers: { 'if-match': '"1"' }, body: bodyOf(index) }),
    ),
  );
  const done = replies.filter(({ status }) => status === 200).length;
  const refused = replies.filter(({ status }) => status === 412).length;
  const without = await ask(connection(), { ...patch, body: bodyOf(0) });
  return [
    ...(done === 1 && refused === PARALLEL - 1 ? [] : [`${done} changes were made and ${refused} refused`]),
    ...(without.status === 428 ? [] : [`without If-Match: ${without.status}`]),
  ];
}

async function create({ port, token, branch }: ServedApi, kind: string, body: object): Promise<string> {
  const path = `/v1/branches/${branch}/${kind}`;
  const made = await ask(connection(), { port, method: 'POST', path, token, body });
  if (made.status !== 201) throw new Error(`Arranging was answered ${made.status}: ${made.text}`);
  return `${path}/${(JSON.parse(made.text) as { id: string }).id}`;
}
