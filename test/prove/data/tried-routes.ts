import { Client } from 'pg';
import { attempt } from '../isolation/attempt.ts';
import { policy } from '../isolation/policy.ts';
import { roles } from '../isolation/relations.ts';
import { openWorld } from '../isolation/world.ts';

/** Every writing route of branches and associations that the policy has, ids left out: a new one is asked for at once. */
export function writeRoutes(): string[] {
  return Object.keys(policy).filter((address) => /^(?!GET )\S+ \/v1\/(branches|associations)\//.test(address));
}

/** As a call is noted: `POST /v1/branches/{}/requests`. */
export function withoutIds(address: string): string {
  return address.replace(/:\w+/g, '{}');
}

/**
 * Calls each of them with the body of its row, role by role, until one succeeds; resolves to those that did.
 * @param watched arranges the database after it was filled, `look` reads it at the end.
 */
export async function tryRoutes<T>(
  watched: (admin: Client) => Promise<void>,
  look: (admin: Client) => Promise<T>,
): Promise<{ succeeded: Set<string>; seen: T }> {
  const world = await openWorld();
  const admin = new Client({ connectionString: world.api.database.adminUrl });
  await admin.connect();
  try {
    await watched(admin);
    const succeeded = new Set<string>();
    for (const address of writeRoutes()) {
      const row = policy[address];
      if (row === undefined) continue;
      for (const role of roles) {
        const { status } = await attempt(world, address, row, role, 'own');
        if (status < 300) succeeded.add(withoutIds(address));
        if (status < 300) break;
      }
    }
    return { succeeded, seen: await look(admin) };
  } finally {
    await admin.end();
    await world.close();
  }
}
