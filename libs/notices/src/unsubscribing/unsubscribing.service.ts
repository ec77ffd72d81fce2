import { Injectable } from '@nestjs/common';
import { Attempts, type Client, hashOfToken } from '#access';
import { Audit } from '#audit';
import { Database, TenantScope } from '#database';
import { Problem } from '#kernel';
import { DigestSettingsRepository } from '../digests/digest-settings.repository.ts';

/** Ends the digests of whoever holds the link of one of their mails, without a sign-in. */
@Injectable()
export class Unsubscribing {
  constructor(
    private readonly database: Database,
    private readonly scope: TenantScope,
    private readonly attempts: Attempts,
    private readonly settings: DigestSettingsRepository,
    private readonly audit: Audit,
  ) {}

  /** Says nothing about the link: unknown, void and valid ones end alike. @throws Problem access.too-many-attempts. */
  async end(token: string, { network }: Client, requestId: string): Promise<void> {
    const linkHash = hashOfToken(token);
    await this.attempts.take('unsubscribe', linkHash.toString('hex'), network);
    const found = await this.settings.findByLink(linkHash);
    if (found === null) return;
    const { branchId, personId } = found;
    try {
      await this.scope.run({ branchId, entry: { kind: 'person', personId } }, () => this.turnOff(personId, requestId));
    } catch (error) {
      // Whoever left the branch in this very moment gets no more mail anyway.
      if (!(error instanceof Problem && error.status === 404)) throw error;
    }
  }

  private turnOff(personId: string, requestId: string): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.settings.turnOff(personId))) return;
      this.audit.record({
        action: 'digests.unsubscribe',
        by: { kind: 'person', personId, role: 'link', requestId },
        subject: { type: 'person', id: personId },
      });
    });
  }
}
