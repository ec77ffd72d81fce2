import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The moments of so many digests, one after the other, as the sweep would find them. */
async function moments(zone: string, hour: number, from: string, count: number, weekday?: number): Promise<string[]> {
  const rows = await database.asAdmin<{ at: Date }>(
    `WITH RECURSIVE told (at, n) AS (
        SELECT next_digest_at($1, $2, $3, $4, $5::timestamptz), 1
        UNION ALL SELECT next_digest_at($1, $2, $3, $4, at), n + 1 FROM told WHERE n < $6)
      SELECT at FROM told ORDER BY n`,
    [weekday === undefined ? 'daily' : 'weekly', weekday ?? 1, hour, zone, from, count],
  );
  return rows.map(({ at }) => at.toISOString());
}

/** By the calendar of the machine, which is not PostgreSQL's. */
function dayIn(zone: string, at: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at));
}

test('an hour that the zone skips is told after the gap, one that comes twice is told once', async () => {
  // Berlin: 2026-03-29 02:00 does not exist; 2026-10-25 02:00 comes twice.
  expect(await moments('Europe/Berlin', 2, '2026-03-28T02:00:00Z', 2)).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:00:00.000Z',
  ]);
  const autumn = await moments('Europe/Berlin', 2, '2026-10-24T12:00:00Z', 2);
  expect(autumn.map((at) => dayIn('Europe/Berlin', at))).toEqual(['2026-10-25', '2026-10-26']);
});

test.each([
  ['Europe/Kaliningrad', 8],
  ['Asia/Kamchatka', 23],
  ['Asia/Sakhalin', 0],
  ['Europe/Berlin', 2],
  ['Europe/Berlin', 3],
  ['America/Havana', 0],
  ['Australia/Lord_Howe', 2],
  ['Pacific/Chatham', 3],
] as const)('in %s at %i every local day of a year has one digest, none is left out', async (zone, hour) => {
  const days = (await moments(zone, hour, '2026-01-01T12:00:00Z', 380)).map((at) => dayIn(zone, at));
  expect(new Set(days).size).toBe(days.length);
  const [first = '', last = ''] = [days[0], days.at(-1)];
  expect((Date.parse(last) - Date.parse(first)) / 86_400_000).toBe(days.length - 1);
});

test('a weekly one comes on its weekday, and off never', async () => {
  const days = (await moments('Asia/Vladivostok', 9, '2026-01-01T00:00:00Z', 60, 5)).map((at) =>
    dayIn('Asia/Vladivostok', at),
  );
  expect(days.every((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 5)).toBe(true);
  const [off] = await database.asAdmin<{ at: Date | null }>(
    `SELECT next_digest_at('off', 1, 9, 'UTC', '2026-01-01T00:00:00Z') AS at`,
  );
  expect(off?.at).toBeNull();
});
