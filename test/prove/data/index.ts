import type { ProofGroup } from '../promise.ts';
import { killedRotation } from './killed-rotation.ts';
import { movedBoxes } from './moved-boxes.ts';
import { noPlaintext } from './no-plaintext.ts';
import { tamperedChain } from './tampered-chain.ts';

export const data: ProofGroup = { name: 'data', promises: [noPlaintext, movedBoxes, killedRotation, tamperedChain] };
