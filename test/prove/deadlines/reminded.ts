import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel';
import type { ArmedHouse } from './armed-deadlines.ts';

export interface Reminded {
  /** Deadlines with a reminder in the outage. */
  readonly reminders: number;
  /** Of them, with more than one. */
  readonly several: number;
  /** Not told exactly once of all that passed together, or told though none did. */
  readonly wrong: number;
}

/** Somebody to be told, one in each branch. */
export async function giveCoordinators({ database, branches }: ArmedHouse): Promise<void> {
  for (const branch of branches) {
    const person = newId();
    await database.asAdmin(
      `INSERT INTO people (id, email_index, email_sealed, name_sealed, password_hash)
        VALUES ($1::uuid, decode(md5($1::uuid::text), 'hex'), '', '', '$argon2id$none')`,
      [person],
    );
    await database.asAdmin(
      `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, 'coordinator')`,
      [branch, newId(), person],
    );
  }
}

/** What people were told, held against moments counted here: nine o'clock in Moscow, UTC+3, on the days -3, 0 and 1. */
async function remindersIn({ database }: ArmedHouse, back: Date): Promise<Reminded> {
  const [found] = await database.asAdmin<Reminded>(
    `WITH expected AS (
        SELECT d.id, count(*) FILTER (WHERE m.at > d.created_at AND m.at <= $1)::int AS moments,
          max(m.days) FILTER (WHERE m.at <= $1) AS latest
        FROM deadlines d, LATERAL (SELECT days, (d.due_on::text || ' 06:00:00Z')::timestamptz + days * interval '24 hours' AS at
          FROM (VALUES (-3), (0), (1)) of (days)) m GROUP BY d.id
      ), told AS (
        SELECT deadline_id AS id, count(*)::int AS words, min(collapsed) AS collapsed, min(days) AS days
        FROM notifications GROUP BY 1
      )
      SELECT count(*) FILTER (WHERE e.moments > 0)::int AS reminders,
        count(*) FILTER (WHERE e.moments > 1)::int AS several,
        count(*) FILTER (WHERE CASE e.moments WHEN 0 THEN t.words IS NOT NULL
          ELSE (t.words, t.collapsed, t.days) IS DISTINCT FROM (1, e.moments, e.latest) END)::int AS wrong
      FROM expected e LEFT JOIN told t ON t.id = e.id`,
    [back],
  );
  if (found === undefined) throw new Error('The database told nothing.');
  return found;
}

/** Waits until all is told as it should be, then a little longer for what must not come. */
export async function settledReminders(house: ArmedHouse, back: Date, patienceSeconds: number): Promise<Reminded> {
  const end = Date.now() + patienceSeconds * 1000;
  let found = await remindersIn(house, back);
  while (found.wrong > 0 && Date.now() < end) {
    await sleep(1_000);
    found = await remindersIn(house, back);
  }
  await sleep(6_000);
  return remindersIn(house, back);
}
