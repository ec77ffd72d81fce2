import type { ProofGroup } from '../promise.ts';
import { catalog } from './catalog.ts';
import { interleaving } from './interleaving.ts';

export const isolation: ProofGroup = { name: 'isolation', promises: [interleaving, catalog] };
