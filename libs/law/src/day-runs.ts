import { addDays, type LocalDate } from '#kernel';

export interface DayRun {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Joins neighbouring days: 01.01, 02.01 and 05.01 become 01.01-02.01 and 05.01. */
export function dayRuns(days: readonly LocalDate[]): DayRun[] {
  const runs: DayRun[] = [];
  for (const day of [...days].sort()) {
    const last = runs.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day) runs[runs.length - 1] = { from: last.from, to: day };
    else runs.push({ from: day, to: day });
  }
  return runs;
}
