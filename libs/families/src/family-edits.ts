import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { notFound } from '#kernel';
import { Vault } from '#vault';
import { FamiliesRepository } from './families.repository.ts';
import { FamilySeal } from './family-seal.ts';

export interface Edit {
  readonly familyId: string;
  /** Of the family, as it was read; null: an addition, which meets no version. */
  readonly version: number | null;
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** Codes and days only. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** One change of a part of a family: takes its turn, counts up the family's version and is written to the log. */
@Injectable()
export class FamilyEdits {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly families: FamiliesRepository,
  ) {}

  /** @throws Problem not-found, http.version-mismatch, families.handed-over, and what `work` throws. */
  async edit<T>(
    by: Principal,
    { familyId, version, action, subject, details = {} }: Edit,
    work: (seal: FamilySeal) => Promise<T>,
  ): Promise<T & { version: number }> {
    return this.db.transaction(async () => {
      await this.families.assertWritable(familyId);
      const next = await this.families.advance(familyId, version);
      if (next === null) throw version === null ? notFound() : versionMismatch();
      const keyring = await this.vault.keyring([{ kind: 'family', familyId }]);
      const result = await work(new FamilySeal(keyring, familyId));
      this.audit.record({ action, by, subject, familyId, details });
      return { ...result, version: next };
    });
  }
}
