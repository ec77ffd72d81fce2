import { Client } from 'pg';
import { loadConfig } from '#config';
import { openDatabase } from '#database';
import type { DemoServer } from './demo-server.ts';

/** Moves the one clock that decides: a row that only the administrator of the database may write. */
export async function moveClockTo(server: DemoServer, moment: Date): Promise<void> {
  await asAdministrator(server, async (admin) => {
    await admin.query('UPDATE clock_shift SET shift = $1::timestamptz - now()', [moment]);
  });
}

export async function clockNow(server: DemoServer): Promise<Date> {
  return asAdministrator(server, async (admin) => {
    const { rows } = await admin.query<{ now: Date }>('SELECT app_now() AS now');
    if (rows[0] === undefined) throw new Error('The database did not say what time it is.');
    return rows[0].now;
  });
}

async function asAdministrator<T>(server: DemoServer, work: (admin: Client) => Promise<T>): Promise<T> {
  const { adminUrl } = await openDatabase(loadConfig(server.environment), { attach: true });
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
