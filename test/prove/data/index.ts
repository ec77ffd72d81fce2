import type { ProofGroup } from '../promise.ts';
import { auditedChanges } from './audited-changes.ts';
import { erasedFamily } from './erased-family.ts';
import { killedMasterExchange } from './killed-master-exchange.ts';
import { killedRotation } from './killed-rotation.ts';
import { movedBoxes } from './moved-boxes.ts';
import { noPlaintext } from './no-plaintext.ts';
import { restoredBackup } from './restored-backup.ts';
import { tamperedChain } from './tampered-chain.ts';

export const data: ProofGroup = {
  name: 'data',
  promises: [
    noPlaintext,
    movedBoxes,
    killedRotation,
    killedMasterExchange,
    erasedFamily,
    tamperedChain,
    auditedChanges,
    restoredBackup,
  ],
};
