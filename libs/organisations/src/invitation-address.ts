import { Injectable } from '@nestjs/common';
import { Vault } from '#vault';

const OWNER = { kind: 'platform' } as const;

/** Seals the invited address under the platform's key, because who accepts stands outside of the branch still. */
@Injectable()
export class InvitationAddress {
  constructor(private readonly vault: Vault) {}

  seal(invitationId: string, address: string): Buffer {
    return this.vault.platformKeyring().seal(OWNER, placeOf(invitationId), address);
  }

  open(invitationId: string, sealed: Buffer): string {
    return this.vault.platformKeyring().open(OWNER, placeOf(invitationId), sealed);
  }
}

function placeOf(invitationId: string) {
  return { table: 'invitations', column: 'email', row: invitationId };
}
