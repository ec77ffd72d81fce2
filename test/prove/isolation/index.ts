import type { ProofGroup } from '../promise.ts';
import { catalog } from './catalog.ts';
import { interleaving } from './interleaving.ts';
import { matrix } from './matrix.ts';

export const isolation: ProofGroup = { name: 'isolation', promises: [matrix, interleaving, catalog] };
