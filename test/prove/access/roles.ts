import { AdmissionsRepository } from '#access';
import type { PromiseProof, Verdict } from '../promise.ts';
import { type Door, openDoor } from './door.ts';

/** 27: a role changed or taken away counts at the next request, though the token lives; so does the end of a session. */
export const roles: PromiseProof = {
  id: '27-roles',
  ciSize: 20,
  sabotageSize: 2,
  run: ({ n }) => tryPeople(n),
  sabotages: Object.entries<(door: Door) => unknown>({
    'role remembered with the token': ({ api }) => {
      const admissions = api.app.get(AdmissionsRepository);
      const admit = admissions.admit.bind(admissions);
      const known = new Map<string, ReturnType<AdmissionsRepository['admit']>>();
      admissions.admit = (person, branchId) => {
        const name = `${person.sessionId} ${branchId}`;
        const admission = known.get(name) ?? admit(person, branchId);
        known.set(name, admission);
        return admission;
      };
    },
    'ended sessions admitted': (door) => door.rewrite('session_lives(uuid, uuid)', 's.ended_at IS NULL', 'true'),
    'disabled people admitted': (door) => door.rewrite('session_lives(uuid, uuid)', 'p.disabled_at IS NULL', 'true'),
  }).map(([name, breakIt]) => ({ name, run: ({ n }) => tryPeople(n, breakIt) })),
};

async function tryPeople(people: number, breakIt?: (door: Door) => unknown): Promise<Verdict> {
  const door = await openDoor();
  const faults: string[] = [];
  let tried = 0;
  try {
    await breakIt?.(door);
    for (let n = 0; n < people; n += 1) {
      const branchId = await door.api.givenBranch();
      const steps = [
        ['the role is still there', 'SELECT $1::uuid', 200],
        ['the role became another', "UPDATE memberships SET role = 'auditor' WHERE person_id = $1", 403],
        ['the role is back', "UPDATE memberships SET role = 'coordinator' WHERE person_id = $1", 200],
        ['the role was taken away', 'UPDATE memberships SET revoked_at = now() WHERE person_id = $1', 404],
      ] as const;
      const ends = [
        ['the person was disabled', 'UPDATE people SET disabled_at = now() WHERE id = $1'],
        ['the session was ended', "UPDATE sessions SET ended_at = now(), end_reason = 'revoked' WHERE person_id = $1"],
      ] as const;
      const path = `/v1/branches/${branchId}/authorities`;
      const person = await door.api.signIn({ role: 'coordinator', branchId });
      for (const [what, sql, expected] of steps) {
        await door.api.database.asAdmin(sql, [person.id]);
        const { status } = await door.get(path, person.accessToken);
        if (status !== expected) faults.push(`${what}: ${status} instead of ${expected}`);
      }
      for (const [what, sql] of ends) {
        const other = await door.api.signIn({ role: 'coordinator', branchId });
        await door.api.database.asAdmin(sql, [other.id]);
        const statuses = [await door.get(path, other.accessToken), await door.get('/v1/me', other.accessToken)];
        for (const { status } of statuses) if (status !== 401) faults.push(`${what}: ${status} instead of 401`);
      }
      tried += steps.length + ends.length * 2;
    }
    return { n: tried, violations: faults.length, details: { faults: faults.slice(0, 10) } };
  } finally {
    await door.close();
  }
}
