import type { ProofGroup } from '../promise.ts';
import { alike } from './alike.ts';
import { catalog } from './catalog.ts';
import { interleaving } from './interleaving.ts';
import { matrix } from './matrix.ts';
import { revocation } from './revocation.ts';
import { tamperedJob } from './tampered-job.ts';
import { unsetTenant } from './unset-tenant.ts';

export const isolation: ProofGroup = {
  name: 'isolation',
  promises: [matrix, alike, interleaving, catalog, unsetTenant, revocation, tamperedJob],
};
