// The inside of the reading thread. Plain JavaScript, because a thread cannot load TypeScript and the same file must serve
// the sources and the build. It unpacks, decodes and cuts into cells; what they mean is decided outside, in TypeScript.
import { parentPort } from 'node:worker_threads';

import { CsvRecords } from './csv-records.mjs';
import { FileBytes } from './file-bytes.mjs';
import { inspectFile } from './inspect-file.mjs';
import { Workbook } from './open-workbook.mjs';
import { TableFault } from './table-fault.mjs';

const SAMPLE_ROWS = 300;
const BATCH_ROWS = 500;
const BATCH_LETTERS = 200_000;

const pieces = [];
let table = null;
let rows = null;

const answers = {
  async open({ path, size, options }) {
    const bytes = new FileBytes({ path, pieces: pieces.splice(0), size });
    const kind = await inspectFile(bytes);
    table = kind === 'csv' ? await CsvRecords.open(bytes, options) : await Workbook.open(bytes, options);
    rows = table.rows();
    const sample = [];
    while (sample.length < SAMPLE_ROWS) {
      const { rows: batch, done } = await take(SAMPLE_ROWS - sample.length);
      sample.push(...batch);
      if (done) break;
    }
    await rows.return();
    return { kind, ...table.describe(), sample };
  },
  async start({ from }) {
    await rows?.return();
    rows = table.rows();
    return take(BATCH_ROWS, from);
  },
  next: () => take(BATCH_ROWS),
};

let first = 1;

async function take(most, from = first) {
  first = from;
  const batch = [];
  let letters = 0;
  while (batch.length < most && letters < BATCH_LETTERS) {
    const { value, done } = await rows.next();
    if (done) return { rows: batch, done: true };
    if (value.line < from || value.cells.every((cell) => cell.trim() === '')) continue;
    batch.push(value);
    for (const cell of value.cells) letters += cell.length;
  }
  return { rows: batch, done: false };
}

parentPort.on('message', (message) => {
  if (message.piece !== undefined) {
    pieces.push(message.piece);
    return;
  }
  answers[message.ask](message).then(
    (answer) => parentPort.postMessage({ answer }),
    (error) => {
      const known = error instanceof TableFault;
      // Another error's own words may quote the file, so only its kind leaves the thread.
      if (known) parentPort.postMessage({ fault: error.problem, parameters: error.parameters });
      else parentPort.postMessage({ failure: `${error?.name ?? 'Error'} ${error?.code ?? ''}`.trim() });
    },
  );
});
