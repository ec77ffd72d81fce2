import { newId } from '#kernel';
import type { ApiServer } from '../../support/api-server.ts';
import { bodyOf, callOver } from './http-call.ts';
import type { Ids } from './seeded-family.ts';

/** What a branch and its association have beside families: a spare branch, member and role, a key. */
export async function seedBranchRecords(
  api: ApiServer,
  branch: string,
  administrator: string,
  branchAdmin: string,
): Promise<Ids> {
  const { database } = api;
  const [found] = await database.asAdmin<{ association: string }>(
    'SELECT association_id AS association FROM branches WHERE id = $1',
    [branch],
  );
  const association = found?.association ?? '';
  const [id, role] = [newId(), newId()];
  await database.asAdmin(
    `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
     VALUES ($1, $2, 'Запасное', 'ЗАП', '16', 'Europe/Moscow', 'Казань')`,
    [id, association],
  );
  const [offer, receiver] = [newId(), newId()];
  await database.asAdmin(`INSERT INTO associations (id, name) VALUES ($1, 'Другой союз')`, [receiver]);
  await database.asAdmin(
    `INSERT INTO branch_offers (branch_id, id, from_association_id, to_association_id, reason, offered_by, expires_at)
     VALUES ($1, $2, $3, $4, 'For the proof.', $5, '2099-01-01')`,
    [id, offer, association, receiver, administrator],
  );
  await database.asAdmin('INSERT INTO association_admins (association_id, person_id) VALUES ($1, $2)', [
    association,
    administrator,
  ]);
  await database.asAdmin(
    `INSERT INTO roles (code, reach, association_id, name, permissions) VALUES ($1, 'none', $2, 'Запасная', '{branches.read}')`,
    [role, association],
  );
  const { id: person } = await api.givenPerson({ branchId: branch, role: 'volunteer' });
  const made = bodyOf(
    await callOver(await api.app.getUrl(), {
      ...{ method: 'POST', path: `/v1/branches/${branch}/api-keys`, token: branchAdmin },
      body: { name: 'Ключ', scopes: ['branches.read'] },
    }),
    201,
  );
  const key = String(made['id']);
  const invited = bodyOf(
    await callOver(await api.app.getUrl(), {
      ...{ method: 'POST', path: `/v1/branches/${branch}/invitations`, token: branchAdmin },
      body: { email: `${newId()}@people.test`, role: 'volunteer' },
    }),
    201,
  );
  const [file, imported] = [newId(), newId()];
  await database.asAdmin(
    `INSERT INTO files (branch_id, id, purpose, sha256, size, media_type, name_sealed, stored_as, created_by_kind, created_by,
       content_generation, erased_at)
     VALUES ($1, $2, 'import', sha256('x'), 1, 'text/csv', '', repeat('0', 64), 'person', $3, 1, now())`,
    [branch, file, administrator],
  );
  // Its time is over: what is left is enough to be asked for.
  await database.asAdmin(
    `INSERT INTO imports (branch_id, id, kind, status, source, file_id, shape_sealed, settings_sealed, created_by,
       destroy_after, destroyed_at)
     VALUES ($1, $2, 'families', 'done', 'guardian_form_import', $3, '', '', $4, now(), now())`,
    [branch, imported, file, administrator],
  );
  const duty = newId();
  await database.asAdmin(
    `WITH found AS (INSERT INTO incidents (branch_id, id, nature, data_categories, subjects, detected_at, recorded_by)
        VALUES ($1, $2, 'loss', '{names}', 1, now(), $2) RETURNING id)
      INSERT INTO our_duties (branch_id, id, kind, incident_id) SELECT $1, $2, 'breach_notice', id FROM found`,
    [branch, duty],
  );
  await database.asAdmin(
    `INSERT INTO deadlines (branch_id, id, subject_type, subject_id, rule_id, rule_version, calendar_version, time_zone,
        start_event, start_confidence, started_on, due_on, due_at, provisional, steps)
      VALUES ($1, $2, 'duty', $2, 'breach24h', 1, 'ru-2026-11-24', 'Europe/Moscow', 'detected', 'V', '2026-11-02',
        '2099-01-01', '2099-01-02', false,
        '{"kind":"deadline","basis":"","timeZone":"Europe/Moscow","dueOn":"2099-01-01","provisionalYears":[],"steps":[]}')`,
    [branch, duty],
  );
  const mail = newId();
  await database.asAdmin(
    `INSERT INTO triage_mails (branch_id, id, content_sealed, raw_sealed, received_at) VALUES ($1, $2, '', '', now())`,
    [branch, mail],
  );
  const template = newId();
  await database.asAdmin(
    `INSERT INTO letter_templates (id, association_id, only_for_branch, kind, number, wording, created_by)
     VALUES ($1, $2, $3, 'statement', 1, '[title]' || chr(10) || 'x', $4)`,
    [template, association, branch, administrator],
  );
  // What may be asked for although nothing of the kind was made.
  const none = {
    import: imported,
    school: newId(),
    session: newId(),
    event: newId(),
    handOver: newId(),
    export: newId(),
    correction: newId(),
    merge: newId(),
  };
  return {
    association,
    id,
    offer,
    role,
    duty,
    key,
    person,
    mail,
    template,
    invitation: String(invited['id']),
    ...none,
  };
}
