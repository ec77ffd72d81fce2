import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { type Actor, addDays, localDate } from '#kernel';
import { Vault } from '#vault';
import { FamiliesRepository } from '../families.repository.ts';
import { FamilyPartsRepository } from '../family-parts.repository.ts';
import { childRow, enrolmentRow, guardianRow, risingIds, splitChild, splitGuardian } from '../family-rows.ts';
import { FamilySeal } from '../family-seal.ts';
import { FamilySearchIndex } from '../search/family-search-index.service.ts';
import { FamilyIntakeRepository } from './family-intake.repository.ts';
import type { Recognition } from './intake-family.ts';

type Known = Extract<Recognition, { kind: 'known' }>;

/** Gives known families what a table has of them beyond what the branch knew: people and enrolments, never a changed name. */
@Injectable()
export class FamilySupplements {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
    private readonly intake: FamilyIntakeRepository,
    private readonly search: FamilySearchIndex,
  ) {}

  /** Resolves to the family's new version; null when somebody changed it since it was recognised. */
  async add(by: Actor, known: Known, details: Readonly<Record<string, string>>): Promise<number | null> {
    const { familyId, additions } = known;
    return this.db.transaction(async () => {
      const version = await this.families.advance(familyId, known.version);
      if (version === null) return null;
      const seal = new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
      const [guardianIds, childIds] = [risingIds(additions.guardians.length), risingIds(additions.children.length)];
      const guardians = additions.guardians.map(splitGuardian).map(({ columns, personal }, index) => {
        const row = { id: guardianIds[index] ?? '', familyId, ...columns };
        return guardianRow({ seal, vault: this.vault }, row, personal);
      });
      const children = additions.children.map(splitChild);
      for (const { childId, enrolment } of additions.enrolments) {
        await this.intake.endEnrolments(familyId, childId, addDays(localDate(enrolment.from), -1));
      }
      await this.parts.insert({
        guardians,
        children: children.map(({ columns, personal }, index) =>
          childRow({ seal, vault: this.vault }, { id: childIds[index] ?? '', familyId, ...columns }, personal),
        ),
        enrolments: [
          ...children.flatMap(({ enrolment }, index) =>
            enrolment === null ? [] : [enrolmentRow(familyId, childIds[index] ?? '', enrolment)],
          ),
          ...additions.enrolments.map(({ childId, enrolment }) => enrolmentRow(familyId, childId, enrolment)),
        ],
      });
      if (guardians.length + children.length > 0) await this.search.refresh([familyId]);
      this.audit.record({
        action: 'families.update',
        by,
        subject: { type: 'family', id: familyId },
        familyId,
        details: {
          ...{ version, ...details, guardians: guardians.length, children: children.length },
          enrolments: additions.enrolments.length,
        },
      });
      return version;
    });
  }
}
