import type { ApiServer } from '../../support/api-server.ts';
import type { Ids } from './seeded-family.ts';

/** What hangs from an entry of the shared directory, by the name that it has in a path. */
export async function seedDirectoryRecords(api: ApiServer, authority: string): Promise<Ids> {
  const [created] = await api.database.asAdmin<{ id: string }>(
    'SELECT id FROM authority_corrections WHERE authority_id = $1',
    [authority],
  );
  if (created === undefined) throw new Error('A new entry of the directory has no history.');
  return { correction: created.id };
}
