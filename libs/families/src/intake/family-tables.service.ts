import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Vault } from '#vault';
import type { AddChild, AddGuardian } from '../family-people.contract.ts';
import { FamilySeal } from '../family-seal.ts';
import { FamilyIntakeRepository } from './family-intake.repository.ts';
import type { FamilySelection, IntakeFamily } from './intake-family.ts';

/** Opens many families for a table that goes out: all that an intake takes in. */
@Injectable()
export class FamilyTables {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly intake: FamilyIntakeRepository,
  ) {}

  /** Ids and numbers of the families that the person may see, in the order of the numbers. */
  async select(selection: FamilySelection): Promise<{ familyId: string; number: number }[]> {
    return this.db.transaction(() => this.intake.select(selection));
  }

  /** In no order; whoever asks writes the reading to the log. */
  async open(familyIds: readonly string[]): Promise<IntakeFamily[]> {
    return this.db.transaction(async () => {
      const found = await this.intake.findFamilies(familyIds, []);
      const mandates = await this.intake.findMandates(familyIds);
      const keyring = await this.vault.keyring(familyIds.map((familyId) => ({ kind: 'family', familyId })));
      return found.map(({ family, guardians, children, enrolments }): IntakeFamily => {
        const seal = new FamilySeal(keyring, family.id);
        const mandate = mandates.find(({ familyId, revokedOn }) => familyId === family.id && revokedOn === null);
        const mandator = guardians.findIndex(({ id }) => id === mandate?.guardianId);
        return {
          ...{ number: family.number, dataSource: family.dataSource },
          guardians: guardians.map((row) => {
            const { relation, gender, basisExpiresOn, otherParent } = row;
            return { relation, gender, basisExpiresOn, otherParent, ...seal.openGuardian(row) } as AddGuardian;
          }),
          children: children.map((row) => {
            const now = enrolments.find(({ childId, toDay }) => childId === row.id && toDay === null);
            const enrolment =
              now === undefined
                ? null
                : { authorityId: now.authorityId, classLabel: now.classLabel, from: now.fromDay };
            return { gender: row.gender, enrolment, ...seal.openChild(row) } as AddChild;
          }),
          mandate:
            mandate === undefined || mandator < 0
              ? null
              : ({
                  ...{ guardianIndex: mandator, scope: mandate.scope, fileId: null },
                  ...{ signedOn: mandate.signedOn, expiresOn: mandate.expiresOn },
                } as IntakeFamily['mandate']),
        };
      });
    });
  }
}
