import { Readable } from 'node:stream';

import { inTurns } from './cell-rows.ts';

type Records = Iterable<unknown> | AsyncIterable<unknown>;

/** @returns octets of one JSON array, a record a line */
export function writeJson(records: Records): Readable {
  return Readable.from(array(records), { objectMode: false });
}

/** @returns octets, one JSON value a line */
export function writeJsonLines(records: Records): Readable {
  return Readable.from(lines(records), { objectMode: false });
}

async function* array(records: Records): AsyncGenerator<string, void, undefined> {
  let before = '[\n';
  for await (const record of inTurns(records)) {
    yield before + JSON.stringify(record);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* lines(records: Records): AsyncGenerator<string, void, undefined> {
  for await (const record of inTurns(records)) yield `${JSON.stringify(record)}\n`;
}
