import type { ProofGroup } from '../promise.ts';
import { crashInFlight } from './crash-in-flight.ts';
import { idempotency } from './idempotency.ts';
import { ifMatch } from './if-match.ts';
import { load } from './load.ts';

export const api: ProofGroup = { name: 'api', promises: [ifMatch, idempotency, crashInFlight, load] };
