import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel';
import { readyRequests, type ReadyRequest, submission, submit } from '../../support/ready-requests.ts';
import { serveApi, type ServedApi } from '../../support/served-api.ts';
import type { PromiseProof, Verdict } from '../promise.ts';

const ROUNDS = 2;

/** 7: one draft submitted by many at once is one submission, and a repeat after a crash names the one that was made. */
export const oneSubmission: PromiseProof = {
  id: '7-one-submission',
  ciSize: 100,
  sabotageSize: 20,
  run: ({ n }) => submitted(n),
  sabotages: [
    {
      name: 'idempotency off',
      run: ({ n }) => submitted(n, overwriting('idempotency_keys', 'INSERT', 'NEW.key := gen_random_uuid()::text')),
    },
    {
      name: 'a submitted request looks like a ready one',
      run: ({ n }) =>
        submitted(n, overwriting('requests', 'UPDATE', `NEW.stage := 'ready'; NEW.version := OLD.version`)),
    },
  ],
};

async function submitted(n: number, sabotage?: string): Promise<Verdict> {
  const api = await serveApi({ pool: 10 });
  try {
    const [first, ...others] = await readyRequests(api, 1 + ROUNDS);
    if (sabotage !== undefined) await api.database.asAdmin(sabotage);
    const faults = first === undefined ? ['nothing to submit'] : await inParallel(api, first, n);
    for (const ready of others) faults.push(...(await killedBeforeAnswer(api, ready)));
    return { n, violations: faults.length, details: { kills: ROUNDS, faults: faults.slice(0, 10) } };
  } finally {
    await api.close();
  }
}

/** Half of them are one impatient person's repeats under one key, half are others who know nothing of each other. */
async function inParallel(api: ServedApi, ready: ReadyRequest, n: number): Promise<string[]> {
  const key = newId();
  const replies = await Promise.all(
    Array.from({ length: n }, (_, turn) => submit(api, ready, turn % 2 === 0 ? key : newId())),
  );
  const ids = new Set(replies.filter(({ status }) => status === 202).map(({ text }) => messageIdOf(text)));
  const odd = replies.filter(({ status }) => ![202, 409, 412, 503].includes(status));
  const made = await messagesOf(api, ready);
  return [
    ...(made.length === 1 ? [] : [`${made.length} messages of one draft`]),
    ...(ids.size === 1 && ids.has(made[0]) ? [] : [`${ids.size} ids were answered`]),
    ...odd.map(({ status }) => `answered ${status}`),
  ];
}

/** The answer is never read: the process is dead between the commit and the moment at which anybody could have. */
async function killedBeforeAnswer(api: ServedApi, ready: ReadyRequest): Promise<string[]> {
  const key = newId();
  const { path, headers, token, body } = submission(api, ready, key);
  const payload = JSON.stringify(body);
  const socket = connect(api.port, '127.0.0.1').pause();
  socket.on('error', () => socket.destroy());
  const lines = Object.entries({
    ...{ host: '127.0.0.1', authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...{ ...headers, 'content-length': Buffer.byteLength(payload) },
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${payload}`);
  let made: string[] = [];
  for (let tries = 0; made.length === 0; tries += 1) {
    if (tries > 1_000) throw new Error('The submission never reached the database.');
    await sleep(5);
    made = await messagesOf(api, ready);
  }
  await api.kill();
  socket.destroy();
  await api.startAgain();
  const again = await submit(api, ready, key);
  const after = await messagesOf(api, ready);
  return [
    ...(again.status === 202 && messageIdOf(again.text) === made[0] ? [] : [`the repeat was answered ${again.status}`]),
    ...(after.length === 1 ? [] : [`${after.length} messages after the repeat`]),
  ];
}

async function messagesOf({ database }: ServedApi, { id }: ReadyRequest): Promise<string[]> {
  const rows = await database.asAdmin<{ id: string }>(
    `SELECT m.id FROM messages m JOIN threads t ON t.branch_id = m.branch_id AND t.id = m.thread_id
      WHERE t.subject_id = $1`,
    [id],
  );
  return rows.map((row) => row.id);
}

function messageIdOf(text: string): string | undefined {
  return (JSON.parse(text) as { messageId?: string }).messageId;
}

function overwriting(table: string, event: string, what: string): string {
  return `CREATE FUNCTION proof_break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${what}; RETURN NEW; END $$;
    CREATE TRIGGER proof_break BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION proof_break()`;
}
