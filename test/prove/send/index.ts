import type { ProofGroup } from '../promise.ts';
import { frozenWorker } from './frozen-worker.ts';
import { fuzzedHeaders } from './fuzzed-headers.ts';
import { killedDatabase } from './killed-database.ts';
import { killedWorkers } from './killed-workers.ts';
import { lostConnections } from './lost-connections.ts';
import { oneSubmission } from './one-submission.ts';
import { serverDown } from './server-down.ts';
import { undecided } from './undecided.ts';

export const send: ProofGroup = {
  name: 'send',
  promises: [
    ...[killedWorkers, killedDatabase, serverDown, lostConnections, frozenWorker, undecided],
    ...[oneSubmission, fuzzedHeaders],
  ],
};
