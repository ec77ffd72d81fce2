import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '#database';
import { notFound } from '#kernel';
import { ChildEntity } from './child.entity.ts';
import { ConsentEntity } from './consent.entity.ts';
import { type ContactRow, ContactsRepository } from './contacts/contacts.repository.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';
import { GuardianEntity } from './guardian.entity.ts';
import { MandateEntity } from './mandate.entity.ts';
import { type ProcessingConsentRow, ProcessingConsentsRepository } from './papers/processing-consents.repository.ts';

export type NewGuardian = Omit<GuardianEntity, 'version' | 'createdAt' | 'numbersSince'>;
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
  readonly contacts: readonly ContactRow[];
  readonly processingConsents: readonly ProcessingConsentRow[];
}

/** As they were given: ids of one call are sorted. */
const IN_ORDER = { createdAt: 'ASC', id: 'ASC' } as const;

@Injectable()
export class FamilyPartsRepository {
  constructor(
    private readonly db: Database,
    private readonly contacts: ContactsRepository,
    private readonly processing: ProcessingConsentsRepository,
  ) {}

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
      contacts: await this.contacts.findOf(familyId),
      processingConsents: await this.processing.findOf(familyId),
    };
  }

  async findGuardians(familyId: string): Promise<GuardianEntity[]> {
    return this.db.manager.find(GuardianEntity, { where: { familyId }, order: IN_ORDER });
  }

  async findGuardiansOf(familyIds: readonly string[]): Promise<GuardianEntity[]> {
    if (familyIds.length === 0) return [];
    return this.db.manager.find(GuardianEntity, { where: { familyId: In([...familyIds]) }, order: IN_ORDER });
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
    readonly contacts?: readonly ContactRow[];
    readonly processingConsents?: readonly Omit<ProcessingConsentRow, 'recordedAt'>[];
  }): Promise<void> {
    const { manager } = this.db;
    if (parts.guardians?.length) await manager.insert(GuardianEntity, [...parts.guardians]);
    if (parts.children?.length) await manager.insert(ChildEntity, [...parts.children]);
    if (parts.enrolments?.length) await manager.insert(EnrolmentEntity, [...parts.enrolments]);
    if (parts.consents?.length) await manager.insert(ConsentEntity, [...parts.consents]);
    if (parts.mandates?.length) await manager.insert(MandateEntity, [...parts.mandates]);
    await this.contacts.insert(parts.contacts ?? []);
    await this.processing.insert(parts.processingConsents ?? []);
  }

  /** @param renewed numbers of documents were given anew: the time that they are kept starts again. */
  async updateGuardian({ id, familyId, ...columns }: NewGuardian, renewed: boolean): Promise<void> {
    await this.db.manager
      .createQueryBuilder()
      .update(GuardianEntity)
      .set({ ...columns, version: () => 'version + 1', ...(renewed ? { numbersSince: () => 'app_now()' } : {}) })
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

  async findSchoolsOn(familyId: string, childIds: readonly string[], day: string): Promise<Map<string, string | null>> {
    const rows = await this.db.manager.query<{ childId: string; authorityId: string | null }[]>(
      `SELECT c.id AS "childId", (SELECT e.authority_id FROM enrolments e
          WHERE e.branch_id = c.branch_id AND e.family_id = c.family_id AND e.child_id = c.id
            AND e.from_day <= $3::date AND (e.to_day IS NULL OR e.to_day >= $3::date)
          ORDER BY e.from_day DESC LIMIT 1) AS "authorityId"
        FROM children c WHERE c.branch_id = current_branch() AND c.family_id = $1 AND c.id = ANY($2::uuid[])
        ORDER BY c.created_at, c.id`,
      [familyId, childIds, day],
    );
    return new Map(rows.map(({ childId, authorityId }) => [childId, authorityId]));
  }

  async findEnrolments(familyId: string, childId: string): Promise<NewEnrolment[]> {
    return this.db.manager.findBy(EnrolmentEntity, { familyId, childId });
  }

  /** @throws Problem not-found. */
  async getEnrolment(familyId: string, id: string): Promise<NewEnrolment> {
    const found = await this.db.manager.findOneBy(EnrolmentEntity, { id, familyId });
    if (found === null) throw notFound();
    return found;
  }

  async updateEnrolment({ id, familyId, classLabel, fromDay, toDay }: EnrolmentEntity): Promise<void> {
    await this.db.manager.update(EnrolmentEntity, { id, familyId }, { classLabel, fromDay, toDay });
  }

  /** @throws Problem not-found. */
  async getConsent(familyId: string, id: string): Promise<NewConsent> {
    const found = await this.db.manager.findOneBy(ConsentEntity, { id, familyId });
    if (found === null) throw notFound();
    return found;
  }

  async updateConsent({ id, familyId, ...columns }: ConsentEntity): Promise<void> {
    const { systemCode, givenOn, fileId, withdrawnOn, withdrawnByRequestId } = columns;
    const changes = { systemCode, givenOn, fileId, withdrawnOn, withdrawnByRequestId };
    await this.db.manager.update(ConsentEntity, { id, familyId }, changes);
  }

  /** @throws Problem not-found. */
  async getMandate(familyId: string, id: string): Promise<NewMandate> {
    const found = await this.db.manager.findOneBy(MandateEntity, { id, familyId });
    if (found === null) throw notFound();
    return found;
  }

  async revokeMandate({ id, familyId, revokedOn, revocationFileId }: MandateEntity): Promise<void> {
    await this.db.manager.update(MandateEntity, { id, familyId }, { revokedOn, revocationFileId });
  }
}
