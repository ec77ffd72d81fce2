import { PeopleService } from '#access';
import { notFound } from '#kernel';
import type { GivenPerson } from '../../support/api-server.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { type Answer, type Door, openDoor } from './door.ts';

/** Farther apart than that is a difference that one could use; a busy machine alone does not make it. */
const WIDEST = 1.35;

interface Passwords {
  matches(stored: string | undefined, password: string): Promise<boolean>;
}

/** 26: whoever asks for an unknown address gets the status, the body and the time of a known one. */
export const alike: PromiseProof = {
  id: '26-alike',
  ciSize: 80,
  sabotageSize: 24,
  run: ({ n }) => tryPairs(n),
  sabotages: Object.entries<(door: Door) => void>({
    'no decoy hash': ({ api }) => {
      const passwords = passwordsOf(api.app.get(PeopleService));
      const matches = passwords.matches.bind(passwords);
      passwords.matches = (stored, password) =>
        stored === undefined ? Promise.resolve(false) : matches(stored, password);
    },
    'unknown addresses answered 404': ({ api }) => {
      const people = api.app.get(PeopleService);
      const findByPassword = people.findByPassword.bind(people);
      people.findByPassword = async (email, password) => {
        if (email.startsWith('unknown')) throw notFound();
        return findByPassword(email, password);
      };
    },
  }).map(([name, breakIt]) => ({ name, run: ({ n }) => tryPairs(n, breakIt) })),
};

async function tryPairs(pairs: number, breakIt?: (door: Door) => void): Promise<Verdict> {
  const door = await openDoor();
  try {
    breakIt?.(door);
    const people: GivenPerson[] = [];
    for (let n = 0; n < Math.ceil(pairs / 40); n += 1) people.push(await door.api.givenPerson());
    const times = { known: [] as number[], unknown: [] as number[] };
    const faults = new Set<string>();
    for (let pair = -3; pair < pairs; pair += 1) {
      const known = people[Math.abs(pair) % people.length]?.email ?? '';
      const asked = { known, unknown: `unknown-${pair + 3}@people.test` };
      const answers = { known: await timed(door, asked.known, pair), unknown: await timed(door, asked.unknown, pair) };
      if (shapeOf(answers.known.answer) !== shapeOf(answers.unknown.answer)) {
        faults.add(`${answers.known.answer.status} for known, ${answers.unknown.answer.status} for unknown addresses`);
      }
      // The first ones warm up.
      if (pair < 0) continue;
      times.known.push(answers.known.ms);
      times.unknown.push(answers.unknown.ms);
    }
    // The quicker half tells what the code does; the slower one, what else the machine does.
    const [known, unknown] = [quartile(times.known), quartile(times.unknown)];
    const ratio = unknown / known;
    if (ratio > WIDEST || ratio < 1 / WIDEST) faults.add(`an unknown address takes ${ratio.toFixed(2)} times as long`);
    const details = { knownMs: round(known), unknownMs: round(unknown), ratio: round(ratio), faults: [...faults] };
    return { n: pairs * 2, violations: faults.size, details };
  } finally {
    await door.close();
  }
}

async function timed(door: Door, email: string, pair: number): Promise<{ answer: Answer; ms: number }> {
  // A network for each pair, so that nobody runs out of attempts.
  const from = { 'x-forwarded-for': `198.18.${(pair + 3) % 250}.1` };
  const begun = performance.now();
  const answer = await door.post('/v1/auth/login', { email, password: 'неверный пароль' }, from);
  return { answer, ms: performance.now() - begun };
}

/** All that the caller sees but for what names the single request. */
function shapeOf({ status, headers, body }: Answer): string {
  const own = ['requestId', 'instance'];
  const fields = Object.entries(body).filter(([name]) => !own.includes(name));
  const lines = [...headers].filter(([name]) => !['x-request-id', 'date'].includes(name));
  return JSON.stringify([status, fields, lines]);
}

function passwordsOf(people: PeopleService): Passwords {
  return (people as unknown as { passwords: Passwords }).passwords;
}

function quartile(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
