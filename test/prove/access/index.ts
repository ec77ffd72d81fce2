import type { ProofGroup } from '../promise.ts';
import { alike } from './alike.ts';
import { codes } from './codes.ts';
import { passwords } from './passwords.ts';
import { refreshes } from './refreshes.ts';
import { roles } from './roles.ts';
import { tokens } from './tokens.ts';

export const access: ProofGroup = {
  name: 'access',
  promises: [refreshes, codes, alike, passwords, tokens, roles],
};
