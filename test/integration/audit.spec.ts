import { Client } from 'pg';
import { Audit, AuditEntriesRepository, AuditReader, verifyAllAuditChains, verifyAuditChain } from '#audit';
import { newId, Problem } from '#kernel';
import { type Branches, createBranches } from '../support/test-branches.ts';

let branches: Branches;
let audit: Audit;
let kazan: string;
let omsk: string;

beforeAll(async () => {
  branches = await createBranches(3);
  [kazan = '', omsk = ''] = branches.ids;
  audit = new Audit(branches.db);
});
afterAll(() => branches.close());

const note = (subjectId: string, more: { familyId?: string; reason?: string } = {}) => {
  audit.record({
    action: 'families.create',
    by: branches.by,
    subject: { type: 'family', id: subjectId },
    details: { channel: 'e-mail', members: 3, sealed: false },
    ...more,
  });
};
const write = (branchId: string | undefined, subjectId: string, more = {}) =>
  branches.enter(branchId, () =>
    branches.db.transaction(() => {
      note(subjectId, more);
      return Promise.resolve();
    }),
  );
const verify = (branchId: string) => branches.enter(branchId, () => verifyAuditChain(branches.db, branchId));
const inBranch = (branchId: string, sql: string) =>
  branches.enter(branchId, () => branches.db.transaction((tx) => tx.query(sql)));

test('entries of one transaction are written together, numbered in order, and chained', async () => {
  const families = [newId(), newId(), newId()];
  await branches.enter(kazan, () =>
    branches.db.transaction(async (tx) => {
      for (const id of families) note(id, { familyId: id, reason: 'по заявлению №1' });
      expect(await tx.query('SELECT 1 FROM audit_entries')).toHaveLength(0);
    }),
  );
  expect(await verify(kazan)).toEqual({ branchId: kazan, entries: 3, intact: true });
  const rows = await branches.database.asAdmin<{ subject_id: string; actor_id: string }>(
    'SELECT * FROM audit_entries WHERE branch_id = $1 ORDER BY number',
    [kazan],
  );
  expect(rows.map((row) => row.subject_id)).toEqual(families);
  expect(rows[0]?.actor_id).toBe(branches.personId);
});

test('a rolled-back transaction leaves no entry and no gap', async () => {
  const before = await verify(kazan);
  const failing = branches.enter(kazan, () =>
    branches.db.transaction(() => {
      note(newId());
      return Promise.reject(new Error('changed my mind'));
    }),
  );
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await verify(kazan)).toEqual(before);
});

test('when the log refuses, the change is not kept either', async () => {
  const stranger = { kind: 'person', personId: newId(), role: 'coordinator', requestId: 'r' } as const;
  const counted = () => branches.database.asAdmin('SELECT * FROM branch_counters');
  const before = await counted();
  const forged = branches.enter(kazan, () =>
    branches.db.transaction(async (tx) => {
      await tx.query(`SELECT next_number('test')`);
      audit.record({ action: 'families.create', by: stranger, subject: { type: 'family', id: newId() } });
    }),
  );
  await expect(forged).rejects.toThrow('signed by the person who acts');
  expect(await counted()).toEqual(before);
});

test('what another last step records is written too', async () => {
  const id = newId();
  await branches.enter(kazan, () =>
    branches.db.transaction(() => {
      note(newId());
      branches.db.beforeCommit('something else', () => {
        note(id);
        return Promise.resolve();
      });
      return Promise.resolve();
    }),
  );
  const rows = await branches.database.asAdmin('SELECT 1 FROM audit_entries WHERE subject_id = $1', [id]);
  expect(rows).toHaveLength(1);
  expect(await verify(kazan)).toMatchObject({ intact: true });
});

test('outside a transaction nothing can be recorded, and long texts and non-ids are refused', async () => {
  expect(() => {
    note(newId());
  }).toThrow('No open transaction');
  await expect(write(kazan, newId(), { reason: 'д'.repeat(201) })).rejects.toThrow();
  await expect(write(kazan, 'Соловьёва Алёна')).rejects.toThrow();
  await expect(write(kazan, newId(), { familyId: 'none' })).rejects.toThrow();
});

test('50 writers at once over 5 branches leave 5 whole chains and no fork', async () => {
  const crowd = await createBranches(5, 50);
  const log = new Audit(crowd.db);
  try {
    const writes = Array.from({ length: 50 }, async (_, writer) => {
      const branchId = crowd.ids[writer % 5];
      for (let round = 0; round < 10; round += 1) {
        await crowd.enter(branchId, () =>
          crowd.db.transaction(async (tx) => {
            await tx.query('SELECT 1');
            for (let entry = 0; entry <= round % 3; entry += 1) {
              log.record({ action: 'requests.open', by: crowd.by, subject: { type: 'request', id: newId() } });
            }
          }),
        );
      }
    });
    await Promise.all(writes);
    const reports = [];
    for await (const report of verifyAllAuditChains(crowd.database.adminUrl)) reports.push(report);
    // Ten rounds of 1, 2, 3, 1, 2, 3, 1, 2, 3, 1 entries by ten writers each.
    expect(reports).toEqual([...crowd.ids].sort().map((branchId) => ({ branchId, entries: 190, intact: true })));
    const forks = 'SELECT 1 FROM audit_entries GROUP BY branch_id, previous_hash HAVING count(*) > 1';
    expect(await crowd.database.asAdmin(forks)).toHaveLength(0);
  } finally {
    await crowd.close();
  }
});

test('verifying while others write finds nothing wrong, over several pages', async () => {
  const third = branches.ids[2] ?? '';
  await branches.enter(third, () =>
    branches.db.transaction(() => {
      for (let entry = 0; entry < 4500; entry += 1) note(newId());
      return Promise.resolve();
    }),
  );
  const done = new AbortController();
  const writer = (async () => {
    while (!done.signal.aborted) await write(third, newId());
  })();
  for (let round = 0; round < 5; round += 1) expect(await verify(third)).toMatchObject({ intact: true });
  done.abort();
  await writer;
  expect((await verify(third)).entries).toBeGreaterThan(4500);
});

test.each([
  ['update an entry', `UPDATE audit_entries SET reason = 'x'`],
  ['delete an entry', 'DELETE FROM audit_entries'],
  ['empty the log', 'TRUNCATE audit_entries'],
  ['insert an entry', `INSERT INTO audit_entries (branch_id) VALUES (current_branch())`],
  ['move the head', 'UPDATE audit_heads SET last_number = 99'],
  ['delete the head', 'DELETE FROM audit_heads'],
  [
    'call the canonical form into being otherwise',
    'CREATE FUNCTION public.audit_field(text, text) RETURNS text LANGUAGE sql AS $$SELECT 1$$',
  ],
  ['switch the trigger off', 'ALTER TABLE audit_entries DISABLE TRIGGER ALL'],
  ['become another role', 'SET ROLE otzyv_gateway'],
])('the runtime role cannot %s', async (_, sql) => {
  await write(kazan, newId());
  await expect(inBranch(kazan, sql)).rejects.toThrow(/denied|must be owner/);
});

test('not even the owner of the tables changes an entry', async () => {
  await write(kazan, newId());
  const owner = new Client({ connectionString: branches.database.adminUrl, options: '-c role=otzyv_owner' });
  await owner.connect();
  try {
    for (const sql of [
      'UPDATE audit_entries SET reason = NULL',
      'DELETE FROM audit_entries',
      'TRUNCATE audit_entries',
    ]) {
      await expect(owner.query(sql)).rejects.toThrow('append-only');
    }
  } finally {
    await owner.end();
  }
  await expect(branches.database.asAdmin('UPDATE audit_heads SET last_number = last_number - 1')).rejects.toThrow(
    'append-only',
  );
});

test('a branch reads its own log only, newest first, page by page, by every filter', async () => {
  const reader = new AuditReader(branches.db, new AuditEntriesRepository(branches.db));
  const [family, subject] = [newId(), newId()];
  for (let entry = 0; entry < 5; entry += 1) await write(omsk, subject, { familyId: family });
  await write(omsk, newId(), { reason: 'по поручению прокурора' });
  await branches.enter(omsk, async () => {
    const first = await reader.list({ familyId: family }, { limit: 2 });
    expect(first.items.map((entry) => entry.number)).toEqual([5, 4]);
    const second = await reader.list({ familyId: family }, { limit: 10, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ number: 3 }, { number: 2 }, { number: 1 }], nextCursor: null });
    expect(second.items[0]).toMatchObject({
      actor: { kind: 'person', id: branches.personId, as: 'coordinator' },
      details: { channel: 'e-mail', members: 3, sealed: false },
      subject: { type: 'family', id: subject },
      at: expect.any(Date),
    });
    const from = first.items[1]?.at ?? new Date(0);
    const counts = [
      [{}, 6],
      [{ action: 'families.create' }, 6],
      [{ action: 'families.erase' }, 0],
      [{ actorId: branches.personId }, 6],
      [{ actorId: newId() }, 0],
      [{ subjectType: 'family', subjectId: subject }, 5],
      [{ subjectType: 'request' }, 0],
      [{ actorAs: 'coordinator' }, 6],
      [{ actorAs: 'auditor' }, 0],
      [{ reason: 'Поручению' }, 1],
      [{ reason: '100%' }, 0],
      [{ from, to: new Date(Date.now() + 60_000), familyId: family }, 2],
      [{ to: new Date(0) }, 0],
    ] as const;
    for (const [filter, count] of counts) expect((await reader.list(filter, { limit: 50 })).items).toHaveLength(count);
    await expect(reader.list({}, { limit: 5, cursor: 'nonsense' })).rejects.toBeInstanceOf(Problem);
  });
});
