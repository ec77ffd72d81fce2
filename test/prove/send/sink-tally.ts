import type { CorrespondenceHouse } from '../../support/correspondence-house.ts';

export interface SinkTally {
  readonly missing: number;
  readonly doubled: number;
  /** Mails that nobody asked for. */
  readonly foreign: number;
  /** Messages that do not say "sent", though the sink is to have them all. */
  readonly notSent: number;
  readonly jobsLeft: number;
}

export function violationsOf({ missing, doubled, foreign, notSent, jobsLeft }: SinkTally): number {
  return missing + doubled + foreign + notSent + jobsLeft;
}

/** What was asked for, what the tables say and what the sink really holds. */
export async function sinkTally(house: CorrespondenceHouse, ids: readonly string[]): Promise<SinkTally> {
  const times = new Map(ids.map((id) => [`<${id}@otzyv.test>`, 0]));
  let foreign = 0;
  for (const { messageId } of await house.caught.list()) {
    const known = times.get(messageId ?? '');
    if (known === undefined) foreign += 1;
    else times.set(messageId ?? '', known + 1);
  }
  const counts = [...times.values()];
  const [rows] = await house.branches.database.asAdmin<{ notSent: number; jobsLeft: number }>(
    `SELECT (SELECT count(*)::int FROM messages WHERE state <> 'sent') AS "notSent",
       (SELECT count(*)::int FROM outbox WHERE job = 'correspondence.deliver-message' AND status <> 'done') AS "jobsLeft"`,
  );
  return {
    missing: counts.filter((count) => count === 0).length,
    doubled: counts.filter((count) => count > 1).length,
    foreign,
    notSent: rows?.notSent ?? ids.length,
    jobsLeft: rows?.jobsLeft ?? ids.length,
  };
}

/** Lets the application's time pass up to the next hand-over that waits for its hour, when nothing else is to be done. */
export async function skipIdleTime(house: CorrespondenceHouse): Promise<void> {
  await house.branches.database.asAdmin(
    `UPDATE clock_shift SET shift = shift + (SELECT min(not_before) - app_now() + interval '5 seconds' FROM outbox
       WHERE status = 'waiting')
     WHERE NOT EXISTS (SELECT FROM outbox WHERE status = 'waiting' AND not_before <= app_now())
       AND EXISTS (SELECT FROM outbox WHERE status = 'waiting')`,
  );
}
