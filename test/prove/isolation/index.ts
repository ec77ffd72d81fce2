import type { ProofGroup } from '../promise.ts';
import { catalog } from './catalog.ts';

export const isolation: ProofGroup = { name: 'isolation', promises: [catalog] };
