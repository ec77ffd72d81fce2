import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import type { EmailQuality } from './authority-fields.contract.ts';

export type BounceKind = 'hard' | 'soft';

/** An entry whose address came back, and what the address is worth now. */
export interface BouncedAddress {
  readonly authorityId: string;
  readonly quality: EmailQuality;
}

@Injectable()
export class AddressBouncesRepository {
  constructor(private readonly db: Database) {}

  async findAddressId(authorityId: string, address: string): Promise<string | null> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      'SELECT id FROM authority_emails WHERE authority_id = $1 AND address = lower($2)',
      [authorityId, address],
    );
    return rows[0]?.id ?? null;
  }

  async findAuthorityIds(address: string): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      'SELECT authority_id AS id FROM authority_emails WHERE address = lower($1) ORDER BY authority_id LIMIT 20',
      [address],
    );
    return rows.map(({ id }) => id);
  }

  /** Every entry that names the mailbox, in whatever region; none when it was confirmed after `at`. */
  async record(addressId: string, kind: BounceKind, at: Date): Promise<BouncedAddress[]> {
    return this.db.manager.query<BouncedAddress[]>(
      `SELECT authority_id AS "authorityId", quality FROM authority_address_bounced($1, $2, $3, $4)`,
      [addressId, kind, at, newId()],
    );
  }
}
