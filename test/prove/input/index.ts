import type { ProofGroup } from '../promise.ts';
import { killedImports } from './killed-imports.ts';
import { neutralExports } from './neutral-exports.ts';
import { generatedRequests } from './requests/generated-requests.ts';

export const input: ProofGroup = { name: 'input', promises: [generatedRequests, neutralExports, killedImports] };
