import { newId } from '#kernel';
import type { ApiServer } from '../../support/api-server.ts';
import { bodyOf, callOver } from './http-call.ts';

/** Ids by the name that they have in a path, and those that bodies need. */
export type Ids = Readonly<Record<string, string>>;

export interface Seeding {
  readonly api: ApiServer;
  readonly base: string;
  readonly branch: string;
  readonly token: string;
  readonly authority: string;
  /** Who gets an assignment that no route of the matrix depends on. */
  readonly bystander: string;
}

const name = { surname: 'Образцова', givenName: 'Вера', patronymic: 'Ильинична' };

/** A family with everything that hangs from one: request, letter, thread, message, file, escalation, assignment. */
export async function seedFamily(seeding: Seeding): Promise<Ids> {
  const { api, branch, authority } = seeding;
  const enrolment = { authorityId: authority, classLabel: '3 «А»', from: '2025-09-01' };
  const created = await post(seeding, '/families', {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань, ул. Примерная, 1' }],
    children: [{ name, birthDate: '2016-05-04', enrolment }],
    consents: [{ childIndex: 0, authorityId: authority, systemCode: 'my_school', givenOn: '2024-09-01' }],
    mandate: { guardianIndex: 0, scope: 'submit', signedOn: '2026-01-10' },
  });
  const [guardian, child] = [firstId(created['guardians']), firstId(created['children'])];
  const family = idOf(created);
  const contacts = `/families/${family}/guardians/${guardian}/contacts`;
  const contact = idOf(await post(seeding, contacts, { kind: 'phone', value: '+7 900 000-00-08' }));
  const note = idOf(await post(seeding, `/families/${family}/notes`, { text: 'Звонить вечером' }));
  const enrolled = (created['children'] as Record<string, unknown>[])[0]?.['enrolmentId'];
  const mandate = idOf(created['mandate'] as Record<string, unknown>);
  const parts = { contact, note, enrolment: String(enrolled), consent: firstId(created['consents']), mandate };
  const opened = await post(seeding, '/requests', openRequest({ family, guardian, child, authority }));
  const request = idOf(opened);
  const letter = await post(seeding, `/requests/${request}/letter`, {}, '"1"');
  const file = idOf(await post(seeding, `/families/${family}/files?purpose=signed-letter`, undefined));
  const sign = { fileId: file, how: 'scan' };
  const signed = await post(seeding, `/requests/${request}/signature`, sign, `"${String(letter['version'])}"`);
  const to = { to: 'office@school.test' };
  const sent = await post(seeding, `/requests/${request}/submission`, to, `"${String(signed['version'])}"`);
  const reason = 'Помогает с письмом';
  const assignment = idOf(
    await post(seeding, `/families/${family}/assignments`, { personId: seeding.bystander, reason }),
  );
  const [message, escalation, deadline] = [String(sent['messageId']), newId(), newId()];
  // What a worker would do: the mail as it went out is kept, and a missed deadline opens a rung.
  await api.database.asAdmin('UPDATE messages SET raw_file_id = $2 WHERE id = $1', [message, file]);
  await api.database.asAdmin(
    `INSERT INTO escalations (branch_id, id, request_id, family_id, step, reason, prepared_by)
     VALUES ($1, $2, $3, $4, 'roskomnadzor', 'deadline_passed', $5)`,
    [branch, escalation, request, family, newId()],
  );
  await api.database.asAdmin(
    `INSERT INTO deadlines (branch_id, id, family_id, subject_type, subject_id, rule_id, rule_version, calendar_version,
        time_zone, start_event, start_confidence, started_on, due_on, due_at, provisional, steps)
      VALUES ($1, $2, $3, 'request', $4, 'stop10wd', 1, 'ru-2026-11-24', 'Europe/Moscow', 'filed', 'V', '2026-11-02',
        '2099-01-01', '2099-01-02', false, '{"kind":"deadline","basis":"","timeZone":"Europe/Moscow","dueOn":"2099-01-01","provisionalYears":[],"steps":[]}')`,
    [branch, deadline, family, request],
  );
  return {
    ...{
      branch,
      authority,
      family,
      guardian,
      child,
      request,
      file,
      message,
      escalation,
      deadline,
      // A code of the law data, not an id.
      item: 'act_date',
      // Of no link: such a route answers every one alike.
      token: 'A'.repeat(43),
      assignment,
      position: '1',
    },
    ...parts,
    ...{ letter: String(letter['letterId']), thread: String(sent['threadId']), bystander: seeding.bystander },
  };
}

export function openRequest({ family, guardian, child, authority }: Ids): object {
  const demands = [{ kind: 'consent_withdrawal', systemCodes: ['my_school'] }];
  return { familyId: family, guardianId: guardian, childIds: [child], authorityId: authority, demands };
}

async function post(
  { base, branch, token }: Seeding,
  path: string,
  body: object | undefined,
  version?: string,
): Promise<Record<string, unknown>> {
  const call = { method: 'POST', path: `/v1/branches/${branch}${path}`, token };
  const headers = version === undefined ? {} : { 'if-match': version };
  return bodyOf(await callOver(base, { ...call, body, headers, upload: body === undefined }), 200, 201, 202);
}

function idOf(answer: Record<string, unknown>): string {
  return String(answer['id']);
}

function firstId(list: unknown): string {
  return idOf((list as Record<string, unknown>[])[0] ?? {});
}
