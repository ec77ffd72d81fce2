import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Audit, AuditAnchors, type ChainReport, type Head, verifyChain } from '#audit';
import { newId } from '#kernel';
import { type Branches, createBranches } from '../../support/test-branches.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';

const ENTRIES = 40;
const ANCHORED = [10, 20, 30, 40];

type Ask = (sql: string) => Promise<object[]>;
type Verify = (ask: Ask, branchId: string, anchors: ReadonlyMap<number, string>) => Promise<ChainReport['firstBad']>;

const honest: Verify = async (ask, branchId, anchors) =>
  (await verifyChain((sql, parameters) => ask(bound(sql, parameters)), branchId, anchors)).firstBad;

/** 34: whatever a superuser does to the rows of the log is found, and the first bad entry is the one that is named. */
export const tamperedChain: PromiseProof = {
  id: '34-audit-chain',
  ciSize: 300,
  sabotageSize: 60,
  run: ({ n }) => tamper(n, honest),
  sabotages: [
    { name: 'hashes are not recomputed', run: ({ n }) => tamper(n, countsOnly) },
    { name: 'anchors are not looked at', run: ({ n }) => tamper(n, (ask, id) => honest(ask, id, new Map())) },
    {
      name: 'the head is not looked at',
      run: ({ n }) =>
        tamper(n, (ask, id, anchors) => honest((sql) => ask(sql.replace('head.last_number', 'NULL')), id, anchors)),
    },
  ],
};

/** As a log without hashes would be checked: nothing is missing, so nothing is wrong. */
const countsOnly: Verify = async (ask, branchId) => {
  const rows = (await ask(
    `SELECT number::int AS number FROM audit_entries WHERE branch_id = '${branchId}' ORDER BY number`,
  )) as {
    number: number;
  }[];
  const gap = rows.findIndex(({ number }, index) => number !== index + 1);
  if (gap >= 0) return { number: gap + 1, why: 'missing' };
  return rows.length < ENTRIES ? { number: rows.length + 1, why: 'cut' } : undefined;
};

const EDITS: readonly string[] = [
  'id = gen_random_uuid()',
  "at = at + interval '1 microsecond'",
  "actor_kind = 'job'",
  'actor_id = gen_random_uuid()',
  "actor_as = 'lawyer'",
  'request_id = NULL',
  "action = 'requests.close'",
  "subject_type = 'letter'",
  "subject_id = 'x'",
  'family_id = NULL',
  "reason = ''",
  `details = details || '{"rung": 99}'`,
  "previous_hash = sha256('x')",
  "hash = sha256('x')",
];

interface Trial {
  readonly kind: string;
  readonly steps: readonly string[];
  readonly expected: number;
}

async function tamper(n: number, verify: Verify): Promise<Verdict> {
  const branches = await createBranches(1, 2);
  const folder = await mkdtemp(join(tmpdir(), 'otzyv-anchors-'));
  const random = randomFrom(34);
  const missed: Record<string, number> = {};
  try {
    const branchId = branches.ids[0] ?? '';
    const anchors = await write(branches, branchId, join(folder, 'anchors.jsonl'));
    const ask: Ask = (sql) => branches.database.asAdmin(sql);
    // What a superuser can do: no trigger, no policy and no constraint stands in the way.
    await ask('ALTER TABLE audit_entries DISABLE TRIGGER ALL');
    await ask('ALTER TABLE audit_heads DISABLE TRIGGER ALL');
    await ask('ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_branch_id_number_key');
    let violations = (await verify(ask, branchId, anchors)) === undefined ? 0 : 1;
    for (let turn = 0; turn < n; turn += 1) {
      const { kind, steps, expected } = trial(turn, branchId, random);
      await ask('BEGIN');
      for (const step of steps) await ask(step);
      const found = await verify(ask, branchId, anchors);
      await ask('ROLLBACK');
      if (found?.number === expected) continue;
      violations += 1;
      missed[kind] = (missed[kind] ?? 0) + 1;
    }
    return { n, violations, details: { entries: ENTRIES, kinds: KINDS.length, ...(violations > 0 && { missed }) } };
  } finally {
    await branches.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the log, and anchors its head every ten entries. */
async function write(branches: Branches, branchId: string, file: string): Promise<ReadonlyMap<number, string>> {
  const audit = new Audit(branches.db);
  const anchors = new AuditAnchors(file, randomBytes(32));
  for (let entry = 1; entry <= ENTRIES; entry += 1) {
    await branches.enter(branchId, () =>
      branches.db.transaction(() => {
        audit.record({
          action: 'requests.submit',
          by: branches.by,
          subject: { type: 'request', id: newId() },
          familyId: newId(),
          reason: 'срок истёк',
          details: { rung: entry, urgent: true },
        });
        return Promise.resolve();
      }),
    );
    if (!ANCHORED.includes(entry)) continue;
    const heads = await branches.database.asAdmin<Head>(
      `SELECT branch_id AS "branchId", last_number::float8 AS number, encode(last_hash, 'hex') AS hash FROM audit_heads`,
    );
    await anchors.append(heads);
  }
  return (await anchors.read()).byBranch.get(branchId) ?? new Map();
}

const REHASH = (branch: string, number: string) =>
  `UPDATE audit_entries SET hash = sha256(audit_canonical(ROW(branch_id, number, id, at, actor_kind, actor_id, actor_as,
     request_id, action, subject_type, subject_id, family_id, reason, details, previous_hash)::audit_line))
   WHERE branch_id = '${branch}' AND number = ${number}`;

/** Hashes everything from entry `k` on anew and sets the head: what somebody does who knows how the chain is made. */
const REWRITE = (branch: string, k: number) => `DO $$ DECLARE v_number int; v_hash bytea; BEGIN
  SELECT hash INTO v_hash FROM audit_entries WHERE branch_id = '${branch}' AND number = ${k - 1};
  FOR v_number IN SELECT number FROM audit_entries WHERE branch_id = '${branch}' AND number >= ${k} ORDER BY number LOOP
    UPDATE audit_entries SET previous_hash = coalesce(v_hash, decode(repeat('00', 32), 'hex'))
      WHERE branch_id = '${branch}' AND number = v_number;
    ${REHASH(branch, 'v_number')} RETURNING hash INTO v_hash;
  END LOOP;
  UPDATE audit_heads SET last_hash = v_hash, last_number = v_number WHERE branch_id = '${branch}';
END $$`;

const KINDS = ['edit', 'edit and hash', 'delete', 'reorder', 'insert', 'cut', 'cut with its head', 'rewrite'] as const;

function trial(turn: number, branch: string, random: () => number): Trial {
  const kind = KINDS[turn % KINDS.length] ?? 'edit';
  const where = `WHERE branch_id = '${branch}' AND number`;
  const k = 2 + Math.floor(random() * (ENTRIES - 3));
  switch (kind) {
    case 'edit': {
      const number = 1 + Math.floor(random() * ENTRIES);
      const edit = EDITS[Math.floor(random() * EDITS.length)] ?? '';
      return { kind, steps: [`UPDATE audit_entries SET ${edit} ${where} = ${number}`], expected: number };
    }
    case 'edit and hash':
      return {
        ...{ kind, expected: k },
        steps: [`UPDATE audit_entries SET reason = 'x' ${where} = ${k}`, REHASH(branch, String(k))],
      };
    case 'delete':
      return { kind, steps: [`DELETE FROM audit_entries ${where} = ${k}`], expected: k };
    case 'reorder': {
      const other = k + 1 + Math.floor(random() * (ENTRIES - k));
      const swap = `UPDATE audit_entries SET number = ${k + other} - number ${where} IN (${k}, ${other})`;
      return { kind, steps: [swap], expected: k };
    }
    case 'insert':
      return {
        ...{ kind, expected: k },
        steps: [
          `UPDATE audit_entries SET number = number + 1 ${where} >= ${k}`,
          `INSERT INTO audit_entries SELECT branch_id, gen_random_uuid(), ${k}, at, actor_kind, actor_id, actor_as, request_id,
             action, subject_type, subject_id, family_id, reason, details, hash, hash FROM audit_entries ${where} = ${k - 1}`,
          REHASH(branch, String(k)),
        ],
      };
    case 'cut':
      return { kind, steps: [`DELETE FROM audit_entries ${where} > ${k}`], expected: k + 1 };
    case 'cut with its head':
      return {
        ...{ kind, expected: k + 1 },
        steps: [
          `DELETE FROM audit_entries ${where} > ${k}`,
          `UPDATE audit_heads SET last_number = ${k}, last_hash = (SELECT hash FROM audit_entries ${where} = ${k})
           WHERE branch_id = '${branch}'`,
        ],
      };
    case 'rewrite':
      // Everything agrees with everything; only the anchors remember what was there.
      return {
        ...{ kind, expected: ANCHORED.find((number) => number >= k) ?? 0 },
        steps: [`UPDATE audit_entries SET reason = 'x' ${where} = ${k}`, REWRITE(branch, k)],
      };
  }
}

function bound(sql: string, parameters: readonly unknown[]): string {
  return parameters.reduce<string>((text, value, index) => text.replaceAll(`$${index + 1}`, `'${String(value)}'`), sql);
}
