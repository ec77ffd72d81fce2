import { ask, connection, type Sent } from '../support/http-agent-call.ts';
import { quantile } from './rounds.ts';

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Calls from `connections` callers at once, each waiting for its answer before it asks again. */
export async function httpLoad(sent: Sent, { connections, ms }: { connections: number; ms: number }): Promise<Load> {
  const times: number[] = [];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const agent = connection();
      while (performance.now() - begun < ms) {
        const { status, text, ms: took } = await ask(agent, sent);
        if (status >= 300) throw new Error(`${sent.path} answered ${status}: ${text.slice(0, 300)}`);
        times.push(took);
      }
      agent.destroy();
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  return { perSecond: times.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}
