import type { ConsentEntity } from './consent.entity.ts';
import type { EnrolmentEntity } from './enrolment.entity.ts';
import type { ChildEntity } from './child.entity.ts';
import type { ContactRow } from './contacts/contacts.repository.ts';
import type { FamilyEntity } from './family.entity.ts';
import type { GuardianColumns } from './family-rows.ts';
import type { ChildPersonal, GuardianPersonal } from './family-seal.ts';
import type { MandateEntity } from './mandate.entity.ts';
import type { NoteRow } from './notes/notes.repository.ts';
import type { ProcessingConsentRow } from './papers/processing-consents.repository.ts';

/** A family in the clear on its way from one branch to another: in memory only, never stored, queued or logged. */
export interface HandedFamily {
  readonly family: Pick<FamilyEntity, 'id' | 'version' | 'dataSource'>;
  readonly guardians: readonly (Omit<GuardianColumns, 'familyId'> & { personal: GuardianPersonal })[];
  readonly children: readonly (Pick<ChildEntity, 'id' | 'gender'> & { personal: ChildPersonal })[];
  readonly enrolments: readonly EnrolmentEntity[];
  readonly consents: readonly ConsentEntity[];
  readonly mandates: readonly MandateEntity[];
  readonly contacts: readonly (ContactRow & { readonly value: string })[];
  readonly processingConsents: readonly ProcessingConsentRow[];
  /** Those that are for all who see the family, or for the people it is assigned to. */
  readonly notes: readonly (Pick<NoteRow, 'authorId' | 'visibility' | 'pinned'> & { readonly text: string })[];
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
