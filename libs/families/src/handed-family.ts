import type { ConsentEntity } from './consent.entity.ts';
import type { EnrolmentEntity } from './enrolment.entity.ts';
import type { GuardianEntity } from './guardian.entity.ts';
import type { ChildEntity } from './child.entity.ts';
import type { FamilyEntity } from './family.entity.ts';
import type { ChildPersonal, GuardianPersonal } from './family-seal.ts';
import type { MandateEntity } from './mandate.entity.ts';

/** A family in the clear on its way from one branch to another: in memory only, never stored, queued or logged. */
export interface HandedFamily {
  readonly family: Pick<FamilyEntity, 'id' | 'version' | 'dataSource'>;
  readonly guardians: readonly (Pick<GuardianEntity, 'id' | 'relation' | 'gender'> & { personal: GuardianPersonal })[];
  readonly children: readonly (Pick<ChildEntity, 'id' | 'gender'> & { personal: ChildPersonal })[];
  readonly enrolments: readonly EnrolmentEntity[];
  readonly consents: readonly ConsentEntity[];
  readonly mandates: readonly MandateEntity[];
  /** Why only assigned people saw it; null: not sealed. */
  readonly sealing: string | null;
  /** The papers of consents, mandates and of the hand-over itself. */
  readonly files: readonly {
    readonly id: string;
    readonly purpose: string;
    readonly name: string;
    readonly content: Buffer;
  }[];
}
