import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { Audit, verifyAuditFile } from '#audit';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'otzyv-audit-export-'));
const program = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

let api: ApiServer;
let auditor: SignedIn;
let coordinator: SignedIn;
const subject = newId();

beforeAll(async () => {
  api = await startApiServer();
  auditor = await api.signIn({ role: 'auditor' });
  coordinator = await api.signIn({ role: 'coordinator', branchId: auditor.branchId });
  // More than two pages.
  await write(2_100, newId());
  await write(3, subject, 'по поручению прокурора');
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

async function write(count: number, id: string, reason?: string): Promise<void> {
  const [audit, db] = [api.app.get(Audit), api.app.get(Database)];
  const by = { kind: 'person', personId: coordinator.id, role: 'coordinator', requestId: 'spec' } as const;
  const scope = { branchId: coordinator.branchId, entry: { kind: 'person', personId: coordinator.id } } as const;
  await api.app.get(TenantScope).run(scope, () =>
    db.transaction(() => {
      for (let entry = 0; entry < count; entry += 1) {
        audit.record({ action: 'families.change', by, subject: { type: 'family', id }, reason });
      }
      return Promise.resolve();
    }),
  );
}

const exported = async (query = '', who = auditor) => {
  const answer = await request(api.server)
    .get(`/v1/branches/${who.branchId}/audit/export${query}`)
    .set(who.headers)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        done(null, Buffer.concat(pieces).toString('utf8'));
      });
    });
  return { status: answer.status, headers: answer.headers, text: answer.body as string };
};
const linesOf = (text: string) => text.split('\n').slice(0, -1);
async function* each(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}
const verify = (lines: readonly string[]) => verifyAuditFile(each(lines));

test('the whole log leaves as lines that hold together, the note of the export among them', async () => {
  const { status, headers, text } = await exported();
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'application/jsonl',
    'content-disposition': expect.stringContaining(`audit-${auditor.branchId}.jsonl`),
    'cache-control': 'private, no-store',
  });
  const lines = linesOf(text);
  const [head] = await api.database.asAdmin<{ number: number; hash: string }>(
    `SELECT last_number::float8 AS number, encode(last_hash, 'hex') AS hash FROM audit_heads WHERE branch_id = $1`,
    [auditor.branchId],
  );
  const report = { branchId: auditor.branchId, complete: true, head, entries: head?.number, intact: true };
  expect(await verify(lines)).toEqual(report);
  expect(lines).toHaveLength((head?.number ?? 0) + 2);
  const note = JSON.parse(lines.at(-2) ?? '') as Record<string, unknown>;
  expect(note).toMatchObject({ action: 'audit.export', actorId: auditor.id, actorAs: 'auditor' });
});

test('a line that was changed, put in, taken out, moved or cut off is found', async () => {
  const lines = linesOf((await exported()).text);
  const changed = lines.with(700, (lines[700] ?? '').replace('families.change', 'families.create'));
  const spoilt: [string, readonly string[], object][] = [
    ['changed', changed, { line: 701, why: 'edited' }],
    ['taken out', lines.toSpliced(700, 1), { line: 701, why: 'missing' }],
    ['put in', lines.toSpliced(700, 0, lines[699] ?? ''), { line: 701, why: 'repeated' }],
    ['moved', lines.with(700, lines[701] ?? '').with(701, lines[700] ?? ''), { line: 701, why: 'missing' }],
    ['cut in the middle', lines.slice(0, 900), { line: 901, why: 'cut' }],
    ['cut but for the head', lines.toSpliced(-2, 1), { line: lines.length - 1, why: 'cut' }],
    ['no line at all', lines.with(5, 'что-то другое'), { line: 6, why: 'unreadable' }],
    ['empty', [], { line: 1, why: 'cut' }],
    ['more after the head', [...lines, lines[1] ?? ''], { line: lines.length + 1, why: 'beyond-head' }],
  ];
  for (const [what, given, firstBad] of spoilt) {
    expect({ what, ...(await verify(given)) }).toMatchObject({ what, intact: false, firstBad });
  }
});

test('filters let through what they say, and such a file holds together too', async () => {
  const filters: readonly (readonly [string, number])[] = [
    [`?subjectType=family&subjectId=${subject}`, 3],
    [`?reason=${encodeURIComponent('прокурора')}`, 3],
    [`?actorId=${auditor.id}&action=audit.export`, 3],
    ['?actorAs=auditor&to=2000-01-01T00:00:00.000Z', 0],
  ];
  for (const [query, least] of filters) {
    const lines = linesOf((await exported(query)).text);
    const report = await verify(lines);
    expect({ query, ...report }).toMatchObject({ complete: false, intact: true });
    expect(report.entries).toBeGreaterThanOrEqual(least);
    if (report.entries === 0) continue;
    expect(await verify(lines.toSpliced(1, 1))).toMatchObject({ intact: false, firstBad: { why: 'not-as-written' } });
    const edited = lines.with(1, (lines[1] ?? '').replace(/"actorAs":"\w+"/, '"actorAs":"volunteer"'));
    expect(await verify(edited)).toMatchObject({ intact: false, firstBad: { line: 2, why: 'edited' } });
  }
  const { body } = await request(api.server)
    .get(`/v1/branches/${auditor.branchId}/audit-entries${filters[1]?.[0] ?? ''}&actorAs=coordinator`)
    .set(auditor.headers)
    .expect(200);
  expect((body as { items: { subject: { id: string } }[] }).items.map((entry) => entry.subject.id)).toEqual([
    subject,
    subject,
    subject,
  ]);
  expect((await exported('?family=1')).status).toBe(422);
});

test('verify-audit reads the file with neither database nor settings, and its exit code says what it found', async () => {
  const { text } = await exported();
  const [whole, spoilt] = [join(folder, 'whole.jsonl'), join(folder, 'spoilt.jsonl')];
  writeFileSync(whole, text);
  writeFileSync(spoilt, text.replace('families.change', 'families.create'));
  const run = (...more: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'verify-audit', '--file', ...more], {
      env: { PATH: process.env['PATH'] ?? '', OTZYV_DATA_DIR: join(folder, 'nothing-here') },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  expect(run(whole)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/entries, intact, the whole log, head/),
  });
  expect(run(spoilt)).toMatchObject({ status: 1, stdout: expect.stringContaining('broken at line 2 (edited)') });
  const json = run(whole, '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({ intact: true, complete: true });
  expect(run(join(folder, 'absent.jsonl'))).toMatchObject({ status: 1, stderr: expect.stringContaining('ENOENT') });
});

test('only who may read the log gets it, and only after a fresh confirmation', async () => {
  expect((await exported('', coordinator)).status).toBe(403);
  await api.database.asAdmin("UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE person_id = $1", [
    auditor.id,
  ]);
  const refused = await exported();
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.text)).toMatchObject({ code: 'access.step-up-needed' });
});
