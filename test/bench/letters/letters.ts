import { composeLetter, LetterRenderer } from '#documents';
import type { Bench } from '../bench.ts';
import { against, alone } from '../figure.ts';
import { medianOfRounds } from '../rounds.ts';
import { pdfmakePrinter } from './pdfmake-letter.ts';
import { variedLetter } from './varied-letter.ts';

/** Letters a second on one core, beside pdfmake setting the same text, and what a second thread adds. */
export const letters: Bench = {
  id: 'letters',
  rows: 100,
  run: async ({ rows, rounds }) => {
    const [one, two] = [new LetterRenderer({ threads: 1 }), new LetterRenderer({ threads: 2 })];
    const print = pdfmakePrinter();
    let seed = 0;
    const rendered = async (renderer: LetterRenderer, atOnce: number, count: number): Promise<number> => {
      const work = Array.from({ length: count }, () => variedLetter((seed += 1)));
      const began = performance.now();
      const worker = async () => {
        for (let letter = work.pop(); letter !== undefined; letter = work.pop()) {
          await renderer.render('statement', letter, { pageToken: 'AAAAAAAAAAAAAAAAAAAAAA' });
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      return (count / (performance.now() - began)) * 1000;
    };
    const printed = async (count: number): Promise<number> => {
      const work = Array.from({ length: count }, () => variedLetter((seed += 1)));
      const began = performance.now();
      for (const letter of work) await print(composeLetter('statement', letter));
      return (count / (performance.now() - began)) * 1000;
    };
    try {
      // Threads and code are warm before anything counts, as in a worker that has been up for a minute.
      await Promise.all([rendered(one, 1, 20), rendered(two, 4, 40), printed(5)]);
      const seen = await medianOfRounds(rounds, {
        one: () => rendered(one, 1, rows),
        two: () => rendered(two, 4, rows * 2),
        pdfmake: () => printed(Math.ceil(rows / 5)),
      });
      const { pages } = await one.render('statement', variedLetter(0));
      const details = { pages, letters: rows };
      return [
        alone({ id: 'letters.per-core', unit: 'letters/s', details }, seen.one, { atLeast: 200 }),
        against({ id: 'letters.pdfmake', unit: 'letters/s', details }, seen.one, seen.pdfmake, { atLeast: 4 }),
        against({ id: 'letters.two-threads', unit: 'letters/s', details }, seen.two, seen.one, { atLeast: 1.5 }),
      ];
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  },
};
