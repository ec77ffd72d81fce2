import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Rounds } from './rounds.ts';

const quiet = Object.assign(new Logger('rounds'), { log: () => undefined, error: () => undefined });

test('rounds follow one another, never two at once, also after a failure', async () => {
  let running = 0;
  let most = 0;
  let done = 0;
  const rounds = new Rounds({
    name: 'Counting',
    everyMs: 1,
    logger: quiet,
    work: async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(3);
      running -= 1;
      done += 1;
      if (done % 2 === 0) throw new Error('every second one');
      return null;
    },
  });
  rounds.start();
  await sleep(100);
  await rounds.stop();
  const atStop = done;
  await sleep(20);
  expect({ most, running, more: done - atStop }).toEqual({ most: 1, running: 0, more: 0 });
  expect(done).toBeGreaterThan(4);
});
