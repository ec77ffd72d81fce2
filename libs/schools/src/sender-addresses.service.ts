import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { AddressBouncesRepository } from './address-bounces.repository.ts';

/** Who in the directory writes from an address. A claim of the sender, so a hint to a person and no proof. */
@Injectable()
export class SenderAddresses {
  constructor(
    private readonly db: Database,
    private readonly addresses: AddressBouncesRepository,
  ) {}

  /** Ids of at most 20 entries that name this mailbox. */
  async authoritiesOf(address: string): Promise<string[]> {
    return this.db.transaction(() => this.addresses.findAuthorityIds(address));
  }
}
