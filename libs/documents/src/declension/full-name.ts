export type Gender = 'male' | 'female';

/** A person's name as the identity document spells it, in the nominative. */
export interface FullName {
  readonly surname: string;
  readonly givenName: string;
  /** Absent for people who have none. */
  readonly patronymic?: string | null;
  /** Told from the patronymic when absent. */
  readonly gender?: Gender | null;
}

/** «Иванова Мария Петровна»: the order of Russian official letters. */
export function formatFullName(name: FullName): string {
  return [name.surname, name.givenName, name.patronymic ?? '']
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}
