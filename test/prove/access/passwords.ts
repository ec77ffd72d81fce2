import { createHash } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { PeopleService } from '#access';
import type { PromiseProof, Verdict } from '../promise.ts';
import { type Door, openDoor } from './door.ts';

/** The least that OWASP recommends for argon2id: 19 MiB, two passes, one lane. */
const LEAST = { memory: 19_456, passes: 2 };

/** 26: passwords are kept as argon2id of a cost that is worth the name, salted each for itself. */
export const passwords: PromiseProof = {
  id: '26-passwords',
  ciSize: 10,
  sabotageSize: 2,
  run: ({ n }) => inspect(n),
  sabotages: Object.entries<(door: Door) => Promise<void>>({
    'another algorithm': async ({ api }) => {
      await api.database.asAdmin('ALTER TABLE people DROP CONSTRAINT people_password_hash_check');
      replaceHash(api.app.get(PeopleService), (password) =>
        Promise.resolve(createHash('sha512').update(password).digest('hex')),
      );
    },
    'a cost of nothing': ({ api }) => {
      replaceHash(api.app.get(PeopleService), (password) => hash(password, { memoryCost: 64, timeCost: 1 }));
      return Promise.resolve();
    },
    'one salt for all': ({ api }) => {
      const options = { memoryCost: LEAST.memory, timeCost: LEAST.passes, parallelism: 1, salt: Buffer.alloc(16, 7) };
      replaceHash(api.app.get(PeopleService), (password) => hash(password, options));
      return Promise.resolve();
    },
  }).map(([name, breakIt]) => ({ name, run: ({ n }) => inspect(n, breakIt) })),
};

async function inspect(people: number, breakIt?: (door: Door) => Promise<void>): Promise<Verdict> {
  const door = await openDoor();
  try {
    await breakIt?.(door);
    for (let n = 0; n < people; n += 1) await door.api.givenPerson();
    const rows = await door.api.database.asAdmin<{ hash: string }>('SELECT password_hash AS hash FROM people');
    const faults = rows.flatMap(({ hash: stored }) => {
      const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(stored) ?? [];
      const strong = Number(memory) >= LEAST.memory && Number(passes) >= LEAST.passes;
      return strong ? [] : [stored.slice(0, 32)];
    });
    const salts = new Set(rows.map(({ hash: stored }) => stored.split('$')[4]));
    if (salts.size !== rows.length) faults.push('a salt stands twice');
    return { n: rows.length, violations: faults.length, details: { faults: faults.slice(0, 5) } };
  } finally {
    await door.close();
  }
}

function replaceHash(people: PeopleService, by: (password: string) => Promise<string>): void {
  (people as unknown as { passwords: { hash: typeof by } }).passwords.hash = by;
}
