import { newId } from '#kernel';
import { ask, connection, type Reply } from './http-agent-call.ts';
import type { ServedApi } from './served-api.ts';

export const ADDRESSEE = 'office@school5.test';

export interface ReadyRequest {
  readonly id: string;
  readonly version: number;
}

/** Requests whose signed letter only waits to be submitted: one made through the API, the others its copies. */
export async function readyRequests(api: ServedApi, n: number): Promise<ReadyRequest[]> {
  const schoolId = newId();
  const { database } = api;
  await database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone, head_position, head_name, head_gender)
     VALUES ($1, 'school', '16', 'СОШ № 5', 'Средняя школа № 5', 'г. Казань', 'Europe/Moscow', 'Директор', 'Иванов Пётр Сергеевич', 'male')`,
    [schoolId],
  );
  await database.asAdmin(
    `INSERT INTO authority_emails (id, authority_id, address, source, observed_on) VALUES ($1, $2, $3, 'сайт', '2026-09-01')`,
    [newId(), schoolId, ADDRESSEE],
  );
  const family = await made(api, '/families', {
    dataSource: 'guardian_in_person',
    guardians: [
      {
        relation: 'parent',
        name: { surname: 'Петрова', givenName: 'Анна', patronymic: 'Игоревна' },
        postalAddress: 'г. Казань, ул. Мира, д. 1',
      },
    ],
    children: [
      {
        name: { surname: 'Петров', givenName: 'Илья', patronymic: 'Олегович' },
        birthDate: '2015-05-05',
        enrolment: { authorityId: schoolId, classLabel: '5 «А»', from: '2026-09-01' },
      },
    ],
  });
  const opened = await made(api, '/requests', {
    ...{ familyId: family.id, guardianId: family.guardians?.[0]?.id, childIds: [family.children?.[0]?.id] },
    ...{ authorityId: schoolId, demands: [{ kind: 'consent_withdrawal', systemCodes: ['my_school'] }] },
  });
  await made(api, `/requests/${opened.id}/letter`, {}, opened.version);
  // The signature is of no interest here: the letter counts as its own scan.
  await database.asAdmin(`UPDATE letters SET signed_file_id = file_id, signed_how = 'scan'`);
  await database.asAdmin(`UPDATE requests SET stage = 'ready', version = 5`);
  const columns = await columnsOf(api, 'requests');
  const copied = await database.asAdmin<{ id: string }>(
    `INSERT INTO requests (${columns}) SELECT ${columns} FROM (
        SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'case_number', $3 || g))).*
          FROM requests r, generate_series(1000, 998 + $1::int) g WHERE r.id = $2) copies
      RETURNING id`,
    [n, opened.id, opened.caseNumber?.replace(/\d+$/, '')],
  );
  await database.asAdmin(
    `INSERT INTO request_children (branch_id, request_id, child_id, family_id)
      SELECT c.branch_id, r.id, c.child_id, c.family_id FROM request_children c, requests r WHERE r.id <> c.request_id`,
  );
  const demandColumns = await columnsOf(api, 'demands');
  await database.asAdmin(
    `INSERT INTO demands (${demandColumns}) SELECT ${demandColumns} FROM (
        SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'request_id', r.id))).*
          FROM demands d, requests r WHERE r.id <> d.request_id) copies`,
  );
  return [opened.id, ...copied.map(({ id }) => id)].map((id) => ({ id, version: 5 }));
}

export function submission(api: ServedApi, { id, version }: ReadyRequest, key?: string) {
  return {
    ...{ port: api.port, method: 'POST', path: `/v1/branches/${api.branch}/requests/${id}/submission` },
    headers: { 'if-match': `"${version}"`, ...(key !== undefined && { 'idempotency-key': key }) },
    ...{ token: api.token, body: { to: ADDRESSEE } },
  };
}

export function submit(api: ServedApi, ready: ReadyRequest, key?: string): Promise<Reply> {
  return ask(connection(), submission(api, ready, key));
}

interface Made {
  readonly id: string;
  readonly caseNumber?: string;
  readonly version: number;
  readonly guardians?: readonly { readonly id: string }[];
  readonly children?: readonly { readonly id: string }[];
}

/** Those that the database does not compute. */
async function columnsOf({ database }: ServedApi, table: string): Promise<string> {
  const [row] = await database.asAdmin<{ columns: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  return row?.columns ?? '';
}

async function made({ port, token, branch }: ServedApi, path: string, body: object, version?: number): Promise<Made> {
  const headers = version === undefined ? {} : { 'if-match': `"${version}"` };
  const call = { port, method: 'POST', path: `/v1/branches/${branch}${path}`, token, headers, body };
  const { status, text } = await ask(connection(), call);
  if (status !== 201) throw new Error(`${path} was answered ${status}: ${text}`);
  return JSON.parse(text) as Made;
}
