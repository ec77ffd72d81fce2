import type { ProofGroup } from '../promise.ts';
import { killedImports } from './killed-imports.ts';
import { neutralExports } from './neutral-exports.ts';

export const input: ProofGroup = { name: 'input', promises: [neutralExports, killedImports] };
