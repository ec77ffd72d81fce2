import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import type { DigestSettingsView, PutDigestSettings } from './digest-settings.contract.ts';
import { type DigestSettingsRow, DigestSettingsRepository } from './digest-settings.repository.ts';

const NEVER_SET: DigestSettingsRow = {
  ...{ version: 1, frequency: 'off', weekday: 1, hour: 8, timeZone: null, language: 'ru', nextAt: null },
};

/** How often the person who asks wants to be written to about this branch. */
@Injectable()
export class DigestSettings {
  constructor(
    private readonly database: Database,
    private readonly settings: DigestSettingsRepository,
    private readonly audit: Audit,
  ) {}

  async get(by: Principal): Promise<DigestSettingsView> {
    return this.database.transaction(async () => viewOf((await this.settings.find(by.personId)) ?? NEVER_SET));
  }

  /** @throws Problem http.version-mismatch. */
  async put(by: Principal, version: number, body: PutDigestSettings): Promise<DigestSettingsView> {
    return this.database.transaction(async () => {
      const row = await this.settings.put(by.personId, version, body);
      if (row === null) throw versionMismatch();
      const { frequency, hour } = row;
      const subject = { type: 'person', id: by.personId };
      this.audit.record({ action: 'digests.set', by, subject, details: { frequency, hour } });
      return viewOf(row);
    });
  }
}

function viewOf({ nextAt, ...row }: DigestSettingsRow): DigestSettingsView {
  return { ...row, nextAt: nextAt?.toISOString() ?? null };
}
