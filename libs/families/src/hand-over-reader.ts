import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database, TenantScope } from '#database';
import { Files } from '#files';
import { Vault } from '#vault';
import { FamiliesRepository } from './families.repository.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import { FamilySeal } from './family-seal.ts';
import type { HandedFamily } from './handed-family.ts';
import { HandOversRepository } from './hand-overs.repository.ts';
import { NotesRepository } from './notes/notes.repository.ts';
import { SealedFamiliesRepository } from './sealed-families.repository.ts';

/** Reads the offered family in the branch that gives it, through the passage that the acceptance has opened. */
@Injectable()
export class HandOverReader {
  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
    private readonly sealings: SealedFamiliesRepository,
    private readonly handOvers: HandOversRepository,
    private readonly notes: NotesRepository,
  ) {}

  /** Outside transactions: it reads files. @throws Problem not-found, families.handed-over, files.*. */
  async read(
    by: Principal,
    handOverId: string,
    from: { fromBranchId: string; familyId: string },
  ): Promise<HandedFamily> {
    const entry = { kind: 'hand-over', personId: by.personId, handOverId } as const;
    return this.scope.run({ branchId: from.fromBranchId, entry }, async () => {
      const { fileIds, ...handed } = await this.db.transaction(() => this.open(by, handOverId, from.familyId));
      const files = [];
      for (const id of fileIds) {
        const { file, content } = await this.files.read(id);
        files.push({ id, purpose: file.purpose, name: file.name, content });
      }
      return { ...handed, files };
    });
  }

  private async open(by: Principal, handOverId: string, familyId: string) {
    await this.families.assertWritable(familyId);
    const { id, version, dataSource } = await this.families.get(familyId);
    const { guardians, children, ...papers } = await this.parts.findOf(familyId);
    const { enrolments, consents, mandates, processingConsents } = papers;
    const seal = new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
    const sealing = await this.sealings.find(familyId);
    const { consent } = await this.handOvers.get(handOverId);
    const scans = [
      ...[...consents, ...mandates, ...processingConsents, consent].map(({ fileId }) => fileId),
      ...mandates.map(({ revocationFileId }) => revocationFileId),
      ...processingConsents.map(({ withdrawalFileId }) => withdrawalFileId),
    ];
    const notes = await this.notes.findOf(familyId);
    this.audit.record({
      action: 'hand-overs.read',
      by,
      subject: { type: 'family', id: familyId },
      familyId,
      details: { handOver: handOverId },
    });
    return {
      family: { id, version, dataSource },
      guardians: guardians.map((row) => {
        const { id: guardianId, relation, gender, basisExpiresOn, otherParent } = row;
        return { id: guardianId, relation, gender, basisExpiresOn, otherParent, personal: seal.openGuardian(row) };
      }),
      children: children.map((row) => ({ id: row.id, gender: row.gender, personal: seal.openChild(row) })),
      ...{ enrolments, consents, mandates, processingConsents },
      contacts: papers.contacts.map((row) => ({ ...row, value: seal.openContact(row) })),
      notes: notes.map((row) => ({ ...row, text: seal.openNote(row) })),
      sealing: sealing === null ? null : seal.openSealing(sealing.reasonSealed),
      fileIds: [...new Set(scans.filter((scan) => scan !== null))],
    };
  }
}
