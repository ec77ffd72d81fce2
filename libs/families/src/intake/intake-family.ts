import type { Family } from '../families.contract.ts';
import type { CreateFamily } from '../family-changes.contract.ts';
import type { AddChild, AddGuardian } from '../family-people.contract.ts';

/** One family as a table tells it. Contract-checked and with known genders; either list may be empty, not both. */
export interface IntakeFamily {
  /** The case number in this branch, where the table is an export of it. */
  readonly number: number | null;
  readonly dataSource: Family['dataSource'];
  readonly guardians: readonly AddGuardian[];
  readonly children: readonly AddChild[];
  readonly mandate: CreateFamily['mandate'];
}

/** Stable codes of why a row did not simply become a family. */
export type IntakeReason =
  | 'several-families'
  | 'guardian-missing'
  | 'child-missing'
  | 'phone-differs'
  | 'email-differs'
  | 'address-differs'
  | 'birth-date-differs'
  | 'enrolment-differs'
  | 'family-closed';

/** What the branch already knows of a family. */
export type Recognition =
  | { readonly kind: 'new' }
  | { readonly kind: 'refused'; readonly reasons: readonly IntakeReason[] }
  | {
      readonly kind: 'known';
      readonly familyId: string;
      readonly number: number;
      readonly version: number;
      readonly reasons: readonly IntakeReason[];
      readonly additions: IntakeAdditions;
    };

/** What a known family lacks. */
export interface IntakeAdditions {
  readonly guardians: readonly AddGuardian[];
  readonly children: readonly AddChild[];
  readonly enrolments: readonly {
    readonly childId: string;
    readonly enrolment: NonNullable<AddChild['enrolment']>;
  }[];
}

export interface KnownFamily {
  readonly familyId: string;
  readonly number: number;
  readonly version: number;
}

/** Which families a table is to hold. */
export interface FamilySelection {
  readonly status: readonly string[] | null;
  /** Children who go to this school now. */
  readonly authorityId: string | null;
}
