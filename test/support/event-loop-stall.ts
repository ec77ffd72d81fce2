import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SCHEDULE = `/proc/self/task/${process.pid}/schedstat`;

/**
 * The longest time, in milliseconds, that this process's main thread kept its event loop from turning while `work` ran.
 * Time in which the thread was ready but the machine gave it no core is taken off (the kernel counts it for each thread),
 * so a busy machine does not look like blocking code. Where the kernel does not tell, it is plain wall time.
 */
export async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let worst = 0;
  let last = reading();
  const look = (): void => {
    const now = reading();
    worst = Math.max(worst, now.wall - last.wall - (now.waited - last.waited));
    last = now;
  };
  const timer = setInterval(look, 5);
  try {
    await work();
    // A stall at the very end is seen only when the loop turns once more.
    await sleep(30);
    look();
  } finally {
    clearInterval(timer);
  }
  return worst;
}

function reading(): { wall: number; waited: number } {
  return { wall: performance.now(), waited: waitedForCore() };
}

function waitedForCore(): number {
  try {
    return Number(readFileSync(SCHEDULE, 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
