import { randomBytes } from 'node:crypto';
import { SessionsService } from '#access';
import type { PromiseProof, Verdict } from '../promise.ts';
import { type Door, openDoor } from './door.ts';

const AT_ONCE = 50;
const ROTATE = 'rotate_refresh_token(bytea, uuid, bytea, interval, interval)';

/** 25: parallel refreshes have one successor and sign nobody out; a spent token used later ends the whole session. */
export const refreshes: PromiseProof = {
  id: '25-refresh',
  ciSize: 20,
  sabotageSize: 3,
  run: ({ n }) => tryRounds(n),
  sabotages: Object.entries<(door: Door) => unknown>({
    'rotation without a lock': async (door) => {
      await door.rewrite(ROTATE, ' FOR UPDATE OF s', '');
      // Counting the attempts spaces the callers out; a busy database would not.
      await door.rewrite(
        ROTATE,
        'IF v_token.replaced_at IS NULL',
        'PERFORM pg_sleep(0.02); IF v_token.replaced_at IS NULL',
      );
    },
    'no grace': (door) => door.rewrite(ROTATE, 'p_grace <', "interval '0' <"),
    'family survives a reuse': (door) =>
      door.rewrite(
        ROTATE,
        "UPDATE sessions s SET ended_at = now(), end_reason = 'token-reused' WHERE s.id = v_session.id;",
        '',
      ),
    'reuse is never noticed': (door) => door.rewrite(ROTATE, 'p_grace <', "interval '1 year' <"),
    'a random successor for each caller': (door) => {
      const sessions: unknown = door.api.app.get(SessionsService);
      (sessions as { successorOf: () => string }).successorOf = () => randomBytes(32).toString('base64url');
    },
  }).map(([name, breakIt]) => ({ name, run: ({ n }) => tryRounds(n, breakIt) })),
};

async function tryRounds(rounds: number, breakIt: (door: Door) => unknown = () => undefined): Promise<Verdict> {
  const door = await openDoor();
  const faults: string[] = [];
  let signedOut = 0;
  let slowest = 0;
  try {
    await breakIt(door);
    for (let round = 0; round < rounds; round += 1) {
      const person = await door.api.givenPerson();
      const { refreshToken, accessToken } = await door.login(person);
      const begun = performance.now();
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => door.post('/v1/auth/refresh', { refreshToken })),
      );
      slowest = Math.max(slowest, performance.now() - begun);
      const refused = answers.filter(({ status }) => status !== 200).length;
      signedOut += refused;
      if (refused > 0) faults.push(`${refused} of ${AT_ONCE} refreshes were refused`);
      const successors = new Set(
        answers.flatMap(({ body }) => (body['refreshToken'] === undefined ? [] : [body['refreshToken']])),
      );
      if (successors.size !== 1) faults.push(`${successors.size} successors`);
      const [successor] = successors;
      const next = await door.post('/v1/auth/refresh', { refreshToken: successor });
      if (next.status !== 200) faults.push(`the successor was answered ${next.status}`);
      faults.push(...(await reuse(door, person.id, String(refreshToken), String(accessToken), next.body)));
    }
    const details = { signedOut, slowestFiftyMs: Math.round(slowest), faults: faults.slice(0, 10) };
    return { n: rounds * AT_ONCE, violations: faults.length, details };
  } finally {
    await door.close();
  }
}

/** Lets the grace pass and uses the spent token once more: everything that came of it must be dead at once. */
async function reuse(
  door: Door,
  personId: string,
  spent: string,
  accessToken: string,
  latest: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  await door.api.database.asAdmin(
    "UPDATE refresh_tokens SET replaced_at = replaced_at - interval '1 minute' WHERE person_id = $1 AND replaced_at IS NOT NULL",
    [personId],
  );
  const reused = await door.post('/v1/auth/refresh', { refreshToken: spent });
  const after = [
    ['the spent token', reused.status],
    [
      'the latest refresh token',
      (await door.post('/v1/auth/refresh', { refreshToken: latest['refreshToken'] })).status,
    ],
    ['the first access token', (await door.get('/v1/me', accessToken)).status],
    ['the latest access token', (await door.get('/v1/me', String(latest['accessToken']))).status],
  ] as const;
  return after.flatMap(([what, status]) => (status === 401 ? [] : [`after a reuse ${what} was answered ${status}`]));
}
