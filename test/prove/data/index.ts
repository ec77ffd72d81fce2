import type { ProofGroup } from '../promise.ts';
import { tamperedChain } from './tampered-chain.ts';

export const data: ProofGroup = { name: 'data', promises: [tamperedChain] };
