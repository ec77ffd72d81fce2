import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files } from '#files';
import { newId, notFound, Problem } from '#kernel';
import { Organisations } from '#organisations';
import { familiesProblems, fault, refuseFaults, strangerToFamily } from './families.problems.ts';
import { FamiliesRepository } from './families.repository.ts';
import { Families } from './families.service.ts';
import type { HandOver, Offer, SisterBranch } from './hand-overs.contract.ts';
import { HandOversRepository } from './hand-overs.repository.ts';

/** The giving side: a family is offered to another branch with its consent, and the offer can be taken back. */
@Injectable()
export class HandOvers {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly organisations: Organisations,
    private readonly reader: Families,
    private readonly families: FamiliesRepository,
    private readonly handOvers: HandOversRepository,
  ) {}

  async list(familyId: string): Promise<{ items: HandOver[] }> {
    return this.db.transaction(async () => {
      await this.reader.assertVisible(familyId);
      return { items: await this.handOvers.findOf(familyId) };
    });
  }

  /** Open branches of the same association. */
  async sisters(): Promise<{ items: SisterBranch[] }> {
    return { items: await this.db.transaction(() => this.handOvers.findSisters()) };
  }

  /**
   * The other branch learns that there is an offer and nothing of the family. @throws Problem not-found,
   * families.not-of-family, validation, families.no-such-branch, families.offered-already, families.handed-over.
   */
  async offer(by: Principal, familyId: string, offer: Offer): Promise<HandOver> {
    return this.db.transaction(async () => {
      await this.families.assertWritable(familyId);
      await this.assertConsent(familyId, offer.consent);
      if (!(await this.handOvers.mayGoTo(offer.toBranchId))) {
        throw new Problem(familiesProblems.noSuchBranch, { pointer: '/toBranchId' });
      }
      const id = newId();
      if (!(await this.handOvers.insert(id, familyId, by.personId, offer))) {
        throw new Problem(familiesProblems.offeredAlready);
      }
      this.note(by, 'hand-overs.offer', familyId, { handOver: id, to: offer.toBranchId });
      return this.handOvers.get(id);
    });
  }

  /** @throws Problem not-found; families.hand-over-decided once the other branch has accepted or rejected. */
  async revoke(by: Principal, familyId: string, id: string): Promise<void> {
    await this.db.transaction(async () => {
      const { familyId: offered, status } = await this.handOvers.get(id);
      if (offered !== familyId) throw notFound();
      if (status === 'revoked') return;
      if (!(await this.handOvers.revoke(familyId, id, by.personId))) {
        throw new Problem(familiesProblems.handOverDecided);
      }
      this.note(by, 'hand-overs.revoke', familyId, { handOver: id });
    });
  }

  private async assertConsent(familyId: string, { guardianId, givenOn, fileId }: Offer['consent']): Promise<void> {
    const { guardianIds } = await this.reader.membersOf(familyId);
    if (!guardianIds.includes(guardianId)) throw strangerToFamily('/consent/guardianId');
    const [file] = fileId === null ? [] : await this.files.describe([fileId]);
    refuseFaults([
      ...(givenOn > (await this.organisations.today()) ? [fault('/consent/givenOn', 'day-in-future')] : []),
      ...(fileId !== null && file?.familyId !== familyId ? [fault('/consent/fileId', 'file-unknown')] : []),
    ]);
  }

  private note(by: Principal, action: string, familyId: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'family', id: familyId }, familyId, details });
  }
}
