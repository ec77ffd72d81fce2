import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import type { Actor } from '#kernel';
import { AddressBouncesRepository, type BouncedAddress, type BounceKind } from './address-bounces.repository.ts';

/** Mail that came back lowers what the directory thinks of an address. */
@Injectable()
export class AddressBounces {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly bounces: AddressBouncesRepository,
  ) {}

  /**
   * A hard bounce makes the address `bouncing`; the third soft one takes a confirmation away. It counts for every entry
   * that names the same mailbox, and not at all when a person confirmed the address after `at`. Joins the open
   * transaction. Answers the entries that it counted for.
   */
  async recordBounce(by: Actor, addressId: string, kind: BounceKind, at: Date): Promise<BouncedAddress[]> {
    return this.db.transaction(async () => {
      const bounced = await this.bounces.record(addressId, kind, at);
      for (const { authorityId, quality } of bounced) {
        const subject = { type: 'authority', id: authorityId } as const;
        this.audit.record({ action: 'schools.record-bounce', by, subject, details: { kind, quality } });
      }
      return bounced;
    });
  }

  /** The same for an address of one entry; nothing when the entry no longer names it. */
  async recordBounceOf(by: Actor, authorityId: string, address: string, kind: BounceKind, at: Date) {
    return this.db.transaction(async () => {
      const addressId = await this.bounces.findAddressId(authorityId, address);
      return addressId === null ? [] : this.recordBounce(by, addressId, kind, at);
    });
  }
}
