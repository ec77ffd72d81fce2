import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, type PayloadOf } from '#outbox';
import { Vault } from '#vault';
import { forgetNumbersJob } from '../families.jobs.ts';
import { FamilySeal } from '../family-seal.ts';
import { DocumentNumbersRepository } from './document-numbers.repository.ts';
import { documentRetentionRule } from './document-retention-rule.ts';
import { withoutNumbers } from './without-numbers.ts';

/** Empties the numbers of one guardian's documents; asks the clock again under the row's lock. */
@Injectable()
@HandlesJob(forgetNumbersJob)
export class ForgetNumbersHandler implements JobHandler<typeof forgetNumbersJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly numbers: DocumentNumbersRepository,
  ) {}

  async run({ guardianId }: PayloadOf<typeof forgetNumbersJob>, { job, outboxId }: JobClaim): Promise<void> {
    await this.db.transaction(async () => {
      const row = await this.numbers.lockDue(guardianId);
      if (row === null) {
        await this.numbers.takeBack(guardianId);
        return;
      }
      const { id, familyId } = row;
      const seal = new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
      const before = seal.openGuardian(row);
      await this.numbers.empty({ id, personalSealed: seal.person('guardians', id, withoutNumbers(before)) });
      this.audit.record({
        action: 'families.forget-numbers',
        by: { kind: 'job', job, outboxId },
        subject: { type: 'guardian', id },
        familyId,
        details: {
          rule: documentRetentionRule.code,
          ruleVersion: documentRetentionRule.version,
          identityDocument: before.identityDocument !== null,
          basisDocument: /\d/.test(before.basisDocument ?? ''),
        },
      });
    });
  }
}
