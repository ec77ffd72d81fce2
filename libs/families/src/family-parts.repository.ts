import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Database } from '#database';
import { ChildEntity } from './child.entity.ts';
import { ConsentEntity } from './consent.entity.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';
import { GuardianEntity } from './guardian.entity.ts';
import { MandateEntity } from './mandate.entity.ts';

export type NewGuardian = Omit<GuardianEntity, 'version' | 'createdAt'>;
export type NewEnrolment = Omit<EnrolmentEntity, never>;
export type NewConsent = Omit<ConsentEntity, never>;
export type NewMandate = Omit<MandateEntity, never>;
export type NewChild = Omit<ChildEntity, 'version' | 'createdAt'>;

export interface FamilyParts {
  readonly guardians: readonly GuardianEntity[];
  readonly children: readonly ChildEntity[];
  /** The newest first. */
  readonly enrolments: readonly EnrolmentEntity[];
  readonly consents: readonly ConsentEntity[];
  readonly mandates: readonly MandateEntity[];
}

/** As they were given: ids of one call are sorted. */
const IN_ORDER = { createdAt: 'ASC', id: 'ASC' } as const;

@Injectable()
export class FamilyPartsRepository {
  constructor(private readonly db: Database) {}

  async findOf(familyId: string): Promise<FamilyParts> {
    return {
      guardians: await this.findGuardians(familyId),
      children: await this.findChildren([familyId]),
      enrolments: await this.db.manager.find(EnrolmentEntity, {
        where: { familyId },
        order: { fromDay: 'DESC', id: 'DESC' },
      }),
      consents: await this.db.manager.find(ConsentEntity, { where: { familyId }, order: { id: 'ASC' } }),
      mandates: await this.db.manager.find(MandateEntity, {
        where: { familyId },
        order: { signedOn: 'DESC', id: 'DESC' },
      }),
    };
  }

  async findGuardians(familyId: string): Promise<GuardianEntity[]> {
    return this.db.manager.find(GuardianEntity, { where: { familyId }, order: IN_ORDER });
  }

  async findChildren(familyIds: readonly string[]): Promise<ChildEntity[]> {
    if (familyIds.length === 0) return [];
    return this.db.manager.find(ChildEntity, { where: { familyId: In([...familyIds]) }, order: IN_ORDER });
  }

  /** All parts of one family, in few statements and in the order of their foreign keys. */
  async insert(parts: {
    readonly guardians?: readonly NewGuardian[];
    readonly children?: readonly NewChild[];
    readonly enrolments?: readonly NewEnrolment[];
    readonly consents?: readonly NewConsent[];
    readonly mandates?: readonly NewMandate[];
  }): Promise<void> {
    const { manager } = this.db;
    if (parts.guardians?.length) await manager.insert(GuardianEntity, [...parts.guardians]);
    if (parts.children?.length) await manager.insert(ChildEntity, [...parts.children]);
    if (parts.enrolments?.length) await manager.insert(EnrolmentEntity, [...parts.enrolments]);
    if (parts.consents?.length) await manager.insert(ConsentEntity, [...parts.consents]);
    if (parts.mandates?.length) await manager.insert(MandateEntity, [...parts.mandates]);
  }

  async updateGuardian({ id, familyId, ...columns }: NewGuardian): Promise<void> {
    await this.db.manager
      .createQueryBuilder()
      .update(GuardianEntity)
      .set({ ...columns, version: () => 'version + 1' })
      .where('id = :id AND family_id = :familyId', { id, familyId })
      .execute();
  }

  async updateChild({ id, familyId, ...columns }: NewChild): Promise<void> {
    await this.db.manager
      .createQueryBuilder()
      .update(ChildEntity)
      .set({ ...columns, version: () => 'version + 1' })
      .where('id = :id AND family_id = :familyId', { id, familyId })
      .execute();
  }

  async endEnrolments(familyId: string, childId: string, lastDay: string): Promise<void> {
    await this.db.manager.update(EnrolmentEntity, { familyId, childId, toDay: IsNull() }, { toDay: lastDay });
  }
}
