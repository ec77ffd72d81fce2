import type { ProofGroup } from '../promise.ts';
import { neutralExports } from './neutral-exports.ts';

export const input: ProofGroup = { name: 'input', promises: [neutralExports] };
