import type { LocalDate } from '#kernel';

import type { Reading } from '../finding.ts';

export interface PersonName {
  readonly family: string;
  readonly given: string;
  readonly patronymic: string | null;
}

export interface PhoneNumber {
  /** E.164: `+79171234567`. */
  readonly number: string;
  readonly extension: string | null;
}

export interface SchoolClass {
  /** 1 to 12. */
  readonly grade: number;
  /** Capital Russian letter or `''`. */
  readonly letter: string;
}

export interface CombinedCell {
  readonly name: string;
  readonly schoolClass: string | null;
  readonly organisation: string | null;
}

export interface OrganisationName {
  /** With «», `№ 14` and single spaces. */
  readonly name: string;
  readonly number: string | null;
}

/** A day as people write it. `05.06.15` and `5 мая 2015 г.` are plain; `03/04/15` is flagged; `30.02.2015` is refused. */
export declare function readDay(cell: string): Reading<LocalDate>;
export declare function readPhones(cell: string): Reading<readonly PhoneNumber[]>;
export declare function readEmails(cell: string): Reading<readonly string[]>;
export declare function readPersonName(cell: string): Reading<PersonName>;
export declare function readSchoolClass(cell: string): Reading<SchoolClass>;
/** «Иванова Мария Петровна, 3А, МБОУ СОШ №14» into its parts, each to be read by its own reader. */
export declare function splitCombined(cell: string): Reading<CombinedCell>;
/** Digits only; zeros that a spreadsheet took from the front are put back with a warning. Check digits are not verified here. */
export declare function readRegistrationNumber(cell: string, kind: 'inn' | 'ogrn' | 'kpp'): Reading<string>;
export declare function readOrganisationName(cell: string): Reading<OrganisationName>;
