import { DiscoveryModule } from '@nestjs/core';
import { routesOf } from '../../../support/routes-of.ts';
import { type Caller, callers } from '../../isolation/callers.ts';
import { callFor } from '../../isolation/attempt.ts';
import { expectedFor } from '../../isolation/expectation.ts';
import { policy, type PolicyRow } from '../../isolation/policy.ts';
import { openWorld, type World } from '../../isolation/world.ts';
import type { PromiseProof, Verdict } from '../../promise.ts';
import { randomFrom } from '../../random.ts';
import { type ApiDocument, DescribedAnswers } from './described-answers.ts';
import { generateRequest, type SoundCall } from './generate-request.ts';
import { answerFaults } from './answer-faults.ts';
import { careless, CarelessModule } from './careless-routes.ts';
import { sendRaw } from './raw-request.ts';

const SEED = 28;
const AT_ONCE = 4;

interface Run {
  readonly n: number;
  readonly modules?: readonly (new () => object)[];
  readonly rows?: Readonly<Record<string, PolicyRow>>;
  readonly only?: RegExp;
}

/** 28: whatever is sent to whatever route, the answer is one that the document describes, and never a defect. */
export const generatedRequests: PromiseProof = {
  id: '28-generated-requests',
  ciSize: 10_000,
  sabotageSize: 60,
  run: ({ n }) => tryAll({ n }),
  sabotages: Object.keys(careless).map((address) => ({
    name: careless[address]?.mistake ?? address,
    run: ({ n }) =>
      tryAll({
        ...{ n, modules: [CarelessModule], only: new RegExp(`^${address}$`) },
        rows: Object.fromEntries(Object.entries(careless).map(([key, { row }]) => [key, row])),
      }),
  })),
};

async function tryAll({ n, modules = [], rows = {}, only = /./ }: Run): Promise<Verdict> {
  const world = await openWorld({ modules: [DiscoveryModule, ...modules] });
  try {
    const table: Readonly<Record<string, PolicyRow>> = { ...policy, ...rows };
    const addresses = routesOf(world.api.app)
      .map(({ address }) => address)
      // Pages for people and the catcher's letters are no part of the API and of its document.
      .filter((address) => / \/v1\//.test(address) && only.test(address) && address in table)
      .sort((one, other) => lateness(one) - lateness(other));
    const described = new DescribedAnswers(await documentOf(world));
    const random = randomFrom(SEED);
    const faults: string[] = [];
    const statuses: Record<string, number> = {};
    let tried = 0;
    for (const [index, address] of addresses.entries()) {
      const row = table[address];
      const caller = callers.find((one) => row !== undefined && isLetIn(row, one));
      if (row === undefined || caller === undefined) throw new Error(`Nobody may call ${address}.`);
      const due = Math.round(((index + 1) * n) / addresses.length);
      for (; tried < due; tried += AT_ONCE) {
        const found = await Promise.all(
          Array.from({ length: Math.min(AT_ONCE, due - tried) }, async () => {
            const request = generateRequest(soundCall(world, address, row, caller), random);
            const answer = await sendRaw(portOf(world), request).catch((error: unknown) => error as Error);
            const status = answer instanceof Error ? 'none' : String(answer.status);
            statuses[status] = (statuses[status] ?? 0) + 1;
            return answerFaults(address, request, answer, described).map(
              (fault) => `${address} with ${request.spoilt}: ${fault}`,
            );
          }),
        );
        faults.push(...found.flat());
      }
      await mend(world);
    }
    return {
      n: tried,
      violations: faults.length,
      details: { routes: addresses.length, statuses, faults: [...new Set(faults)].slice(0, 20) },
    };
  } finally {
    await world.close();
  }
}

function isLetIn(row: PolicyRow, caller: Caller): boolean {
  return ['open', 'done'].includes(expectedFor(row, caller, 'own'));
}

/** What ends sessions, closes branches or fills the buckets of a network comes last, and what deletes before that. */
function lateness(address: string): number {
  if (/\/auth\//.test(address)) return 4;
  if (/(close|suspend|erasure|password|sessions|closure)/.test(address) && !address.startsWith('GET')) return 3;
  if (address.startsWith('DELETE')) return 2;
  return address.startsWith('GET') ? 0 : 1;
}

function soundCall(world: World, address: string, row: PolicyRow, caller: Caller): SoundCall {
  const [method = '', pattern = ''] = address.split(' ');
  const call = callFor(world, address, row, caller, 'own');
  return {
    ...{ method, pattern, ids: world.ids.own, body: call.body, upload: row.upload === true },
    query: [...new URLSearchParams(row.query ?? '')],
    headers: { ...call.headers, ...(call.token !== undefined && { authorization: `Bearer ${call.token}` }) },
  };
}

async function documentOf(world: World): Promise<ApiDocument> {
  const answer = await fetch(`${world.base}/openapi.json`);
  return (await answer.json()) as ApiDocument;
}

function portOf(world: World): number {
  return Number(new URL(world.base).port);
}

/** A call that was taken may have ended the session or closed the branch that the next route needs. */
async function mend({ api }: World): Promise<void> {
  await api.database.asAdmin(
    `UPDATE branches SET status = 'open', closed_at = NULL, erase_after = NULL WHERE status <> 'open'`,
  );
  await api.database.asAdmin('UPDATE memberships SET revoked_at = NULL WHERE revoked_at IS NOT NULL');
}
