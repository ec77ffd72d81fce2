import { isLocalDate, localDate, type LocalDate } from '#kernel';

/**
 * The day on which a child reaches an age. Born on 29 February: in years without that day on 1 March, the first day on
 * which nobody can say that the age is not reached yet.
 */
export function birthday(birthDate: LocalDate, age: number): LocalDate {
  const year = String(Number(birthDate.slice(0, 4)) + age).padStart(4, '0');
  const same = `${year}${birthDate.slice(4)}`;
  return isLocalDate(same) ? same : localDate(`${year}-03-01`);
}

export type AgeStage = 'under_14' | 'from_14' | 'adult';

export function ageStage(birthDate: LocalDate, today: LocalDate): AgeStage {
  if (birthday(birthDate, 18) <= today) return 'adult';
  return birthday(birthDate, 14) <= today ? 'from_14' : 'under_14';
}
