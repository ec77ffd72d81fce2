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
  // What may be asked for although nothing of the kind was made.
  const none = { session: newId(), event: newId(), handOver: newId(), export: newId() };
  return { association, id, role, key, person, invitation: String(invited['id']), ...none };
}
