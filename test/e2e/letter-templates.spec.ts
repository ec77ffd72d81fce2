import request from 'supertest';
import { exampleLetters } from '../../libs/documents/src/letters/example-letters.ts';
import type { SignedIn } from '../support/api-server.ts';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';
import { readPdf } from '../support/pdf-text.ts';

let house: CaseHouse;
let author: SignedIn;
let second: SignedIn;
let base: string;

beforeAll(async () => {
  house = await CaseHouse.build();
  const { branchId } = house.coordinator;
  base = `/v1/branches/${branchId}`;
  author = await house.api.signIn({ role: 'lawyer', branchId });
  second = await house.api.signIn({ role: 'branch_admin', branchId });
});
afterAll(() => house.close());

const get = (path: string, who = author) => request(house.api.server).get(`${base}${path}`).set(who.headers);
const post = (path: string, body: object, who = author, version?: number) => {
  const sent = request(house.api.server).post(`${base}${path}`).set(who.headers);
  return (version === undefined ? sent : sent.set('if-match', `"${version}"`)).send(body);
};
const WORDING = '[title]\nЗаявление отделения\n[text]\nЯ, {{ letter.guardian.name | name_in: "nominative" }}.';

async function draft(changes: object = {}): Promise<{ id: string; version: number }> {
  const body = { kind: 'statement', scope: 'branch', wording: WORDING, ...changes };
  return (await post('/letter-templates', body).expect(201)).body as { id: string; version: number };
}

async function approved(changes: object = {}): Promise<string> {
  const { id, version } = await draft(changes);
  await post(`/letter-templates/${id}/approval`, {}, second, version).expect(200);
  return id;
}

function prepared(open: OpenCase, body: object = {}) {
  return post(`/requests/${open.id}/letter`, body, house.coordinator, open.version);
}

async function textOf(letterId: string): Promise<string> {
  const { body } = await get(`/letters/${letterId}/pdf`, house.coordinator).buffer(true).expect(200);
  return (await readPdf(new Uint8Array(body as Buffer))).pages.join(' ');
}

test('the author cannot approve; another person can, and letters are worded with it from then on', async () => {
  const { id, version } = await draft();
  const own = await post(`/letter-templates/${id}/approval`, {}, author, version).expect(409);
  expect(own.body.code).toBe('correspondence.template-second-person');
  const before = (await get('/letter-wordings?kind=statement').expect(200)).body;
  expect(before).toMatchObject({ templateId: null, scope: 'program' });
  await post(`/letter-templates/${id}/approval`, {}, second, version).expect(200);
  expect((await get('/letter-wordings?kind=statement').expect(200)).body).toMatchObject({
    templateId: id,
    scope: 'branch',
  });

  const open = await house.openCase();
  const { letterId } = (await prepared(open).expect(201)).body;
  expect(await textOf(letterId)).toContain('Заявление отделения');
  const [kept] = await house.api.database.asAdmin<{ template: string; same: boolean }>(
    `SELECT l.template_id AS template, l.wording_sha256 = sha256(convert_to(t.wording, 'UTF8')) AS same
     FROM letters l JOIN letter_templates t ON t.id = l.template_id WHERE l.id = $1`,
    [letterId],
  );
  expect(kept).toEqual({ template: id, same: true });
});

test('approving a version withdraws the one before; withdrawing the last falls back to the program', async () => {
  const first = await approved();
  const next = await approved();
  expect((await get(`/letter-templates/${first}`).expect(200)).body.state).toBe('withdrawn');
  const { version } = (await get(`/letter-templates/${next}`).expect(200)).body as { version: number };
  await post(`/letter-templates/${next}/withdrawal`, {}, second, version).expect(200);
  expect((await get('/letter-wordings?kind=statement').expect(200)).body.scope).toBe('program');
  const again = await post(`/letter-templates/${next}/approval`, {}, second, version + 1).expect(409);
  expect(again.body.code).toBe('correspondence.template-decided');
});

test('what the whole association uses is approved by who may share only, and a branch may override it', async () => {
  const { id, version } = await draft({ kind: 'complaint', scope: 'association', wording: '[title]\nОбщая жалоба' });
  const refused = await post(`/letter-templates/${id}/approval`, {}, second, version).expect(403);
  expect(refused.body.code).toBe('correspondence.template-shared');
  const head = await house.api.signIn({ role: 'association_admin', branchId: house.coordinator.branchId });
  await post(`/letter-templates/${id}/approval`, {}, head, version).expect(200);
  expect((await get('/letter-wordings?kind=complaint').expect(200)).body).toMatchObject({ scope: 'association' });
  const own = await approved({ kind: 'complaint', wording: '[title]\nСвоя жалоба' });
  expect((await get('/letter-wordings?kind=complaint').expect(200)).body).toMatchObject({ templateId: own });
});

test('optional blocks: a disputed one needs a source and is off until the applicant chooses it', async () => {
  const block = { code: 'form_of_law', title: 'Только законом', contested: true };
  for (const wrong of [
    { ...block, source: 'публикация', on: true },
    { ...block, source: null },
  ]) {
    await post('/letter-templates', { kind: 'statement', scope: 'branch', wording: WORDING, blocks: [wrong] }).expect(
      422,
    );
  }
  const wording = `${WORDING}\n{% if blocks.form_of_law %}[text]\nСпорный довод.{% endif %}`;
  await approved({ wording, blocks: [{ ...block, source: 'публикация 31.07.2023' }] });
  const open = await house.openCase();
  const preview = async (blocks: object) => {
    const { body } = await post(`/requests/${open.id}/letter-preview`, { blocks }, house.coordinator)
      .buffer(true)
      .expect(200);
    return (await readPdf(new Uint8Array(body as Buffer))).pages.join(' ');
  };
  expect(await preview({})).not.toContain('Спорный довод');
  expect(await preview({ form_of_law: true })).toContain('Спорный довод');
  const unknown = await prepared(open, { blocks: { other: true } });
  expect(unknown.body).toMatchObject({ code: 'correspondence.block-unknown', errors: [{ pointer: '/blocks/other' }] });
});

test.each([
  ['an unknown variable', '[text]\n{{ letter.absent }}', 'correspondence.template-broken'],
  ['a file', "[text]\n{% include '/etc/passwd' %}", 'correspondence.template-broken'],
  ['a place left to fill in', '[text]\nДата: ______', 'correspondence.template-broken'],
])('a wording with %s is not kept', async (_name, wording, code) => {
  const { body } = await post('/letter-templates', { kind: 'statement', scope: 'branch', wording }).expect(422);
  expect(body).toMatchObject({ code, errors: [{ pointer: '/wording' }] });
});

test('a placeholder that a family leaves empty stops the letter and names the field', async () => {
  await approved({ wording: '[title]\nЗаявление\n[text]\nТелефон: {{ letter.guardian.phone }}' });
  expect(exampleLetters.statement.guardian.phone).not.toBeNull();
  const refused = await prepared(await house.openCase());
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    code: 'documents.placeholder-empty',
    errors: [{ pointer: '/guardian/phone' }],
  });
});

test('a preview on a real request is an entry in the log', async () => {
  const template = await draft();
  const open = await house.openCase();
  await post(`/requests/${open.id}/letter-preview`, { templateId: template.id }, house.coordinator).expect(200);
  const [seen] = await house.api.database.asAdmin<{ count: string }>(
    `SELECT count(*) FROM audit_entries WHERE action = 'families.read' AND details ->> 'forRequest' = $1`,
    [open.id],
  );
  expect(seen?.count).toBe('1');
  const sample = await post(`/letter-templates/${template.id}/preview`, {}).buffer(true).expect(200);
  expect((await readPdf(new Uint8Array(sample.body as Buffer))).pages.join(' ')).toContain('Иванова Мария Петровна');
});

test('the runtime has no right to rewrite what was written', async () => {
  const [may] = await house.api.database.asAdmin<{ wording: boolean; state: boolean }>(
    `SELECT has_column_privilege('otzyv_app', 'letter_templates', 'wording', 'UPDATE') AS wording,
       has_column_privilege('otzyv_app', 'letter_templates', 'state', 'UPDATE') AS state`,
  );
  expect(may).toEqual({ wording: false, state: true });
});
