import { Audit, verifyAllAuditChains, verifyAuditChain } from '#audit';
import { newId } from '#kernel';
import { type Branches, createBranches } from '../support/test-branches.ts';

const ENTRIES = 12;

let branches: Branches;
let branchId: string;

beforeEach(async () => {
  branches = await createBranches(2, 3);
  const audit = new Audit(branches.db);
  for (const id of branches.ids) {
    for (let entry = 0; entry < ENTRIES; entry += 1) {
      await branches.enter(id, () =>
        branches.db.transaction(() => {
          audit.record({
            action: 'requests.submit',
            by: branches.by,
            subject: { type: 'request', id: newId() },
            familyId: newId(),
            reason: 'срок истёк',
            details: { channel: 'e-mail', rung: entry, urgent: true, half: 0.5 },
          });
          return Promise.resolve();
        }),
      );
    }
  }
  branchId = branches.ids[0] ?? '';
  // What a superuser can do: no trigger, no policy and no constraint stands in the way.
  await branches.database.asAdmin('ALTER TABLE audit_entries DISABLE TRIGGER ALL');
  await branches.database.asAdmin('ALTER TABLE audit_heads DISABLE TRIGGER ALL');
  await branches.database.asAdmin('ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_branch_id_number_key');
});
afterEach(() => branches.close());

/** `$1` is the branch. */
const asSuperuser = (sql: string) => branches.database.asAdmin(sql, [branchId]);
const rehash = (number: number) =>
  asSuperuser(
    `UPDATE audit_entries e SET hash = sha256(audit_canonical(ROW(branch_id, number, id, at, actor_kind, actor_id, actor_as,
       request_id, action, subject_type, subject_id, family_id, reason, details, previous_hash)::audit_line))
     WHERE branch_id = $1 AND number = ${number}`,
  );
const COPY = `INSERT INTO audit_entries SELECT branch_id, gen_random_uuid(), number, at, actor_kind, actor_id, actor_as,
  request_id, action, subject_type, subject_id, family_id, reason, details, previous_hash, hash FROM audit_entries`;

async function firstBad() {
  const report = await branches.enter(branchId, () => verifyAuditChain(branches.db, branchId));
  const all = [];
  for await (const one of verifyAllAuditChains(branches.database.adminUrl)) all.push(one);
  // The administrator's run says the same, and the untouched branch stays whole.
  expect(all.find((one) => one.branchId === branchId)).toEqual(report);
  expect(all.filter((one) => one.branchId !== branchId)).toMatchObject([{ intact: true, entries: ENTRIES }]);
  expect(report.intact).toBe(report.firstBad === undefined);
  return report.firstBad;
}

test('an untouched chain is whole', async () => {
  expect(await firstBad()).toBeUndefined();
});

const EDITS = {
  id: 'gen_random_uuid()',
  at: `at + interval '1 microsecond'`,
  actor_kind: `'job'`,
  actor_id: 'gen_random_uuid()',
  actor_as: `'lawyer'`,
  request_id: 'NULL',
  action: `'requests.close'`,
  subject_type: `'letter'`,
  subject_id: 'gen_random_uuid()',
  family_id: 'NULL',
  reason: `''`,
  details: `details || '{"rung": 99}'`,
  previous_hash: `sha256('x')`,
  hash: `sha256('x')`,
};

test('every edited column is found, in the first, a middle and the last entry', async () => {
  for (const number of [1, 7, ENTRIES]) {
    for (const [column, value] of Object.entries(EDITS)) {
      await branches.database.asAdmin('CREATE TABLE kept AS SELECT * FROM audit_entries');
      await asSuperuser(`UPDATE audit_entries SET ${column} = ${value} WHERE branch_id = $1 AND number = ${number}`);
      expect({ column, ...(await firstBad()) }).toEqual({ column, number, why: 'edited' });
      await branches.database.asAdmin('DELETE FROM audit_entries');
      await branches.database.asAdmin('INSERT INTO audit_entries SELECT * FROM kept');
      await branches.database.asAdmin('DROP TABLE kept');
    }
  }
  expect(await firstBad()).toBeUndefined();
});

const KINDS: readonly (readonly [string, readonly (string | number)[], { number: number; why: string }])[] = [
  [
    'edited and hashed again',
    [`UPDATE audit_entries SET reason = 'x' WHERE branch_id = $1 AND number = 7`, 7],
    { number: 7, why: 'rewritten' },
  ],
  [
    'the last one edited and hashed again',
    [`UPDATE audit_entries SET reason = 'x' WHERE branch_id = $1 AND number = 12`, 12],
    { number: 12, why: 'rewritten' },
  ],
  ['deleted', ['DELETE FROM audit_entries WHERE branch_id = $1 AND number = 7'], { number: 7, why: 'missing' }],
  [
    'the first one deleted',
    ['DELETE FROM audit_entries WHERE branch_id = $1 AND number = 1'],
    { number: 1, why: 'missing' },
  ],
  [
    'deleted and the rest renumbered',
    [
      'DELETE FROM audit_entries WHERE branch_id = $1 AND number = 7',
      'UPDATE audit_entries SET number = number - 1 WHERE branch_id = $1 AND number > 7',
    ],
    { number: 7, why: 'moved' },
  ],
  [
    'two reordered',
    ['UPDATE audit_entries SET number = 11 - number WHERE branch_id = $1 AND number IN (5, 6)'],
    { number: 5, why: 'moved' },
  ],
  [
    'two distant ones reordered',
    ['UPDATE audit_entries SET number = 12 - number WHERE branch_id = $1 AND number IN (3, 9)'],
    { number: 3, why: 'moved' },
  ],
  [
    'one put in twice under the same number',
    [`${COPY} WHERE branch_id = $1 AND number = 7`],
    { number: 7, why: 'repeated' },
  ],
  [
    'one put in, hashed, and the rest renumbered',
    [
      'UPDATE audit_entries SET number = number + 1 WHERE branch_id = $1 AND number >= 7',
      `${COPY} WHERE branch_id = $1 AND number = 6`,
      `UPDATE audit_entries SET number = 7, previous_hash = hash WHERE ctid = (SELECT max(ctid) FROM audit_entries WHERE branch_id = $1)`,
      7,
    ],
    { number: 7, why: 'moved' },
  ],
  [
    'one put in behind the last, hashed',
    [
      `${COPY} WHERE branch_id = $1 AND number = 12`,
      `UPDATE audit_entries SET number = 13, previous_hash = hash WHERE ctid = (SELECT max(ctid) FROM audit_entries WHERE branch_id = $1)`,
      13,
    ],
    { number: 13, why: 'beyond-head' },
  ],
  ['cut at the end', ['DELETE FROM audit_entries WHERE branch_id = $1 AND number > 9'], { number: 10, why: 'cut' }],
  ['all taken out', ['DELETE FROM audit_entries WHERE branch_id = $1'], { number: 1, why: 'cut' }],
  ['the head taken out', ['DELETE FROM audit_heads WHERE branch_id = $1'], { number: 12, why: 'head-missing' }],
  [
    'cut, and the head set back without its hash',
    [
      'DELETE FROM audit_entries WHERE branch_id = $1 AND number > 9',
      'UPDATE audit_heads SET last_number = 9 WHERE branch_id = $1',
    ],
    { number: 9, why: 'rewritten' },
  ],
];

test.each(KINDS)('%s', async (_, steps, expected) => {
  for (const step of steps) await (typeof step === 'number' ? rehash(step) : asSuperuser(step));
  expect(await firstBad()).toEqual(expected);
});

test('an entry of another branch put in the place of an own one', async () => {
  const other = branches.ids[1] ?? '';
  await asSuperuser('DELETE FROM audit_entries WHERE branch_id = $1 AND number = 7');
  await branches.database.asAdmin('UPDATE audit_entries SET branch_id = $1 WHERE branch_id = $2 AND number = 7', [
    branchId,
    other,
  ]);
  const report = await branches.enter(branchId, () => verifyAuditChain(branches.db, branchId));
  expect(report.firstBad).toEqual({ number: 7, why: 'edited' });
  const robbed = await branches.enter(other, () => verifyAuditChain(branches.db, other));
  expect(robbed.firstBad).toEqual({ number: 7, why: 'missing' });
});
