import { newId } from '#kernel';
import type { ApiServer } from '../../support/api-server.ts';
import type { Ids } from './seeded-family.ts';

/** What hangs from an entry of the shared directory, by the name that it has in a path. */
export async function seedDirectoryRecords(api: ApiServer, authority: string): Promise<Ids> {
  const [created] = await api.database.asAdmin<{ id: string }>(
    'SELECT id FROM authority_corrections WHERE authority_id = $1',
    [authority],
  );
  if (created === undefined) throw new Error('A new entry of the directory has no history.');
  const [successor, succession, fact] = [newId(), newId(), newId()];
  const branch = "(SELECT branch_id FROM authority_corrections LIMIT 1), 'Отделение'";
  await api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, 'school', '16', 'Преемник', 'Преемник', 'Казань', 'Europe/Moscow')`,
    [successor],
  );
  // In effect one day, so that requests to the school are taken for now.
  await api.database.asAdmin(
    `INSERT INTO authority_successions (id, predecessor_id, successor_id, kind, effective_on, source, branch_id, branch_name)
     VALUES ($1, $2, $3, 'joined', '2099-01-01', 'Приказ', ${branch})`,
    [succession, authority, successor],
  );
  await api.database.asAdmin(
    `INSERT INTO system_facts (id, system_code, region_code, in_use, source, confidence, branch_id, branch_name)
     VALUES ($1, 'my_school', '16', true, 'Приказ', 'K', ${branch})`,
    [fact],
  );
  return { correction: created.id, succession, fact, system: 'my_school', region: '16' };
}

/** A correction that somebody of the branch proposed and nobody decided. */
export async function seedProposal(api: ApiServer, branch: string, authority: string, person: string): Promise<string> {
  const id = newId();
  await api.database.asAdmin(
    `INSERT INTO authority_proposals (branch_id, id, authority_id, seen_version, changes, source, proposed_by)
     VALUES ($1, $2, $3, 1, '{"shortName": "Школа"}', 'сайт', $4)`,
    [branch, id, authority, person],
  );
  return id;
}
