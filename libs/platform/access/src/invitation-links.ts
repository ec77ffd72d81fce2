import { createHmac } from 'node:crypto';
import type { AccessKeys } from './access-keys.ts';

/**
 * Tokens of invitations: 256 bits, derived from the id and how often it was sent, so that the mail can be written later
 * although the database holds a hash only. Sending again makes another token; the one before is void.
 */
export class InvitationLinks {
  constructor(
    private readonly keys: AccessKeys,
    private readonly publicUrl: string,
  ) {}

  tokenOf(invitationId: string, generation: number): string {
    return createHmac('sha256', this.keys.invitation).update(`${invitationId} ${generation}`).digest('base64url');
  }

  /** Behind the `#`, where no server and no log sees the token. */
  linkOf(token: string): string {
    return `${this.publicUrl}/invitations#${token}`;
  }
}
