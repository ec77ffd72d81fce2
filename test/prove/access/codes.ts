import { SecondFactor } from '#access';
import { challengeFor, enrol } from '../../support/authenticator.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { type Door, openDoor } from './door.ts';

const AT_ONCE = 100;

/** 26: a code of an authenticator, a recovery code and a challenge let one in, however many hold them at once. */
export const codes: PromiseProof = {
  id: '26-codes',
  ciSize: 3,
  sabotageSize: 1,
  run: ({ n }) => tryRounds(n),
  sabotages: Object.entries<(door: Door) => Promise<unknown>>({
    'memory of used steps removed': ({ api }) =>
      api.database.asAdmin(`CREATE OR REPLACE FUNCTION use_totp_step(p_person uuid, p_step bigint) RETURNS boolean
        LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS 'SELECT true'`),
    'recovery codes not crossed out': (door) =>
      door.rewrite('use_recovery_code(uuid, bytea)', ' AND used_at IS NULL', ''),
    'memory of used steps read before written': ({ api }) =>
      api.database.asAdmin(`CREATE OR REPLACE FUNCTION use_totp_step(p_person uuid, p_step bigint) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          IF EXISTS (SELECT FROM totp_steps WHERE person_id = p_person AND step = p_step) THEN RETURN false; END IF;
          PERFORM pg_sleep(0.05);
          INSERT INTO totp_steps VALUES (p_person, p_step) ON CONFLICT DO NOTHING;
          RETURN true;
        END $$`),
  }).map(([name, breakIt]) => ({ name, run: ({ n }) => tryRounds(n, breakIt) })),
};

async function tryRounds(rounds: number, breakIt?: (door: Door) => Promise<unknown>): Promise<Verdict> {
  const door = await openDoor();
  const { api } = door;
  const faults: string[] = [];
  try {
    await breakIt?.(door);
    for (let round = 0; round < rounds; round += 1) {
      const person = await api.signIn({ role: 'lawyer' });
      const { authenticator, recoveryCodes } = await enrol(api, person.headers);
      // Past the counting of attempts, which alone would stop most of the hundred.
      const factor = api.app.get(SecondFactor);
      for (const [what, code] of [
        ['code', authenticator.code()],
        ['recovery code', recoveryCodes[0] ?? ''],
      ] as const) {
        const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => factor.accepts(person.id, code)));
        const accepted = answers.filter(Boolean).length;
        if (accepted !== 1) faults.push(`one ${what} was accepted ${accepted} times`);
      }
      faults.push(...(await overHttp(door, person, authenticator.code(1))));
    }
    return { n: rounds * 3 * AT_ONCE, violations: faults.length, details: { faults: faults.slice(0, 10) } };
  } finally {
    await door.close();
  }
}

async function overHttp(door: Door, person: Parameters<typeof challengeFor>[1], code: string): Promise<string[]> {
  const challenges: string[] = [];
  for (let n = 0; n < 10; n += 1) challenges.push(await challengeFor(door.api, person));
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) =>
      door.post('/v1/auth/second-factor', { challenge: challenges[n % challenges.length], code }),
    ),
  );
  const signedIn = answers.filter(({ status }) => status === 200).length;
  const odd = answers.filter(({ status }) => ![200, 401, 429].includes(status)).length;
  return [
    ...(signedIn === 1 ? [] : [`one code signed in ${signedIn} times`]),
    ...(odd === 0 ? [] : [`${odd} answers were neither 200 nor 401 nor 429`]),
  ];
}
