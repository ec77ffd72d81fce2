import type { ProofGroup } from '../promise.ts';
import { termArithmetic } from './term-arithmetic.ts';

export const deadlines: ProofGroup = { name: 'deadlines', promises: [termArithmetic] };
