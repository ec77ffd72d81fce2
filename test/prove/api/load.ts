import { setTimeout as sleep } from 'node:timers/promises';
import type { PromiseProof, Verdict } from '../promise.ts';
import { authorityBody } from './bodies.ts';
import { ask, connection } from '../../support/http-agent-call.ts';
import { serveApi, type ServedApi } from '../../support/served-api.ts';

const MAX_IN_FLIGHT = 60;
const CALLERS = 2 * MAX_IN_FLIGHT;
/** Milliseconds. What an idle API needs for a health check is added: that is the machine, not the load. */
const LIMITS = { healthP99: 100, readyP99: 100, refusalP99: 1_000 };

/** 37: with twice the callers that it carries the API refuses fast, health answers, and what it took is there. */
export const load: PromiseProof = {
  id: '37-load',
  ciSize: 2_000,
  sabotageSize: 600,
  run: ({ n }) => press(n, { maxInFlight: MAX_IN_FLIGHT }),
  sabotages: [
    { name: 'gate open for all', run: ({ n }) => press(n, { maxInFlight: 1_000_000 }) },
    {
      name: 'readiness waits for the pool',
      run: ({ n }) => press(n, { maxInFlight: MAX_IN_FLIGHT, probeOnPool: true }),
    },
    {
      name: 'rows lost after they were accepted',
      run: ({ n }) =>
        press(n, {
          maxInFlight: MAX_IN_FLIGHT,
          sql: `CREATE RULE authorities_lose AS ON INSERT TO authorities WHERE NEW.short_name LIKE '%7' DO INSTEAD NOTHING`,
        }),
    },
  ],
};

interface Figures {
  accepted: number;
  broken: number;
  withoutRetryAfter: number;
  others: Record<number, number>;
  readonly refusals: number[];
  readonly idle: number[];
  readonly idleReady: number[];
  readonly health: number[];
  readonly ready: number[];
}

interface Pressing {
  readonly maxInFlight: number;
  readonly sql?: string;
  readonly probeOnPool?: boolean;
}

async function press(n: number, { maxInFlight, sql, probeOnPool = false }: Pressing): Promise<Verdict> {
  const api = await serveApi({ pool: 10, maxInFlight, probeOnPool });
  try {
    if (sql !== undefined) await api.database.asAdmin(sql);
    const figures: Figures = {
      accepted: 0,
      broken: 0,
      withoutRetryAfter: 0,
      others: {},
      refusals: [],
      idle: [],
      idleReady: [],
      health: [],
      ready: [],
    };
    const state = { left: n };
    await watchHealth(api, figures.idle, 'live', (seen) => seen < 50);
    await watchHealth(api, figures.idleReady, 'ready', (seen) => seen < 50);
    const callers = Promise.all(Array.from({ length: CALLERS }, (_, lane) => call(api, state, lane, figures)));
    const underLoad = () => state.left > 0;
    await Promise.all([
      callers,
      watchHealth(api, figures.health, 'live', underLoad),
      watchHealth(api, figures.ready, 'ready', underLoad),
    ]);
    const [row] = await api.database.asAdmin<{ count: number }>(
      `SELECT count(*)::int AS count FROM authorities WHERE kind = 'school'`,
    );
    return verdictOf(figures, row?.count ?? 0, n);
  } finally {
    await api.close();
  }
}

/** Comes back when it is told to, as a well-behaved client does, though a little earlier. */
async function call(api: ServedApi, state: { left: number }, lane: number, figures: Figures): Promise<void> {
  const agent = connection();
  const { port, token } = api;
  const path = `/v1/branches/${api.branch}/authorities`;
  while (state.left > 0) {
    state.left -= 1;
    try {
      const body = authorityBody(`Школа ${lane}-${state.left}`);
      const reply = await ask(agent, { port, method: 'POST', path, token, body });
      if (reply.status === 201) figures.accepted += 1;
      else if (reply.status === 503) {
        figures.refusals.push(reply.ms);
        if (!/^\d+$/.test(reply.retryAfter ?? '')) figures.withoutRetryAfter += 1;
        await sleep(500 + 10 * lane);
      } else figures.others[reply.status] = (figures.others[reply.status] ?? 0) + 1;
    } catch {
      figures.broken += 1;
    }
  }
  agent.destroy();
}

async function watchHealth(
  { port }: ServedApi,
  times: number[],
  which: 'live' | 'ready',
  goesOn: (seen: number) => boolean,
): Promise<void> {
  const agent = connection();
  while (goesOn(times.length)) {
    const reply = await ask(agent, { port, method: 'GET', path: `/health/${which}` });
    times.push(reply.status === 200 ? reply.ms : Number.POSITIVE_INFINITY);
    await sleep(20);
  }
  agent.destroy();
}

function verdictOf(figures: Figures, rows: number, n: number): Verdict {
  const healthP99 = percentile(figures.health, 0.99);
  const idleP99 = percentile(figures.idle, 0.99);
  const readyP99 = percentile(figures.ready, 0.99);
  const idleReadyP99 = percentile(figures.idleReady, 0.99);
  const refusalP99 = percentile(figures.refusals, 0.99);
  const faults = [
    ...(figures.accepted === rows ? [] : [`${figures.accepted} accepted, ${rows} rows`]),
    ...(figures.accepted > 0 ? [] : ['nothing was accepted']),
    ...(figures.refusals.length > 0 ? [] : ['nobody was refused although there were twice the callers']),
    ...(figures.broken === 0 ? [] : [`${figures.broken} connections broke`]),
    ...(figures.withoutRetryAfter === 0 ? [] : [`${figures.withoutRetryAfter} refusals without Retry-After`]),
    ...(Object.keys(figures.others).length === 0 ? [] : [`other answers: ${JSON.stringify(figures.others)}`]),
    ...(healthP99 < LIMITS.healthP99 + idleP99 ? [] : [`health took ${healthP99} ms at the 99th percentile`]),
    ...(readyP99 < LIMITS.readyP99 + idleReadyP99 ? [] : [`readiness took ${readyP99} ms at the 99th percentile`]),
    ...(refusalP99 < LIMITS.refusalP99 ? [] : [`refusing took ${refusalP99} ms at the 99th percentile`]),
  ];
  const { accepted, refusals, health } = figures;
  const details = {
    ...{ callers: CALLERS, carried: MAX_IN_FLIGHT, accepted, refused: refusals.length, refusalP99 },
    ...{ healthChecks: health.length, healthP99, idleP99, readyP99, idleReadyP99 },
  };
  return { n, violations: faults.length, details: { ...details, faults } };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
