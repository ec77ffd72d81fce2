import type { LocalDate } from '#kernel';

/** «2025/26» and so on: school years run from September to August. An open enrolment lasts to `today`. */
export function schoolYears(from: LocalDate, to: LocalDate | null, today: LocalDate): string[] {
  const [first, last] = [startOf(from), startOf(to ?? (today > from ? today : from))];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const year = first + index;
    return `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
  });
}

function startOf(day: LocalDate): number {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return month >= 9 ? year : year - 1;
}
