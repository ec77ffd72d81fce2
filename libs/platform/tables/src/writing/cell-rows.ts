import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows of cells, the header first if there is one. */
export type CellRows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>;

const TURN = 250;

/** Gives way to everyone else now and then: a source that is in memory already would hold the event loop to its end. */
export async function* inTurns<T>(source: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  let count = 0;
  for await (const item of source) {
    yield item;
    count += 1;
    if (count % TURN === 0) await nextTurn();
  }
}
