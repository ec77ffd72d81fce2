import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccessKeys } from './access-keys.ts';
import { PublicLinks } from './public-links.ts';

/**
 * Links that end what is mailed of a branch, without signing in. Derived, so that each mail can name the same one
 * although the database holds a hash only; another generation is another link.
 */
@Injectable()
export class UnsubscribeLinks {
  constructor(
    private readonly keys: AccessKeys,
    private readonly links: PublicLinks,
  ) {}

  tokenOf(branchId: string, personId: string, generation: number): string {
    const named = `${branchId} ${personId} ${generation}`;
    return createHmac('sha256', this.keys.unsubscribe).update(named).digest('base64url');
  }

  linkOf(token: string): string {
    return this.links.to(`/unsubscribe/${token}`);
  }
}
