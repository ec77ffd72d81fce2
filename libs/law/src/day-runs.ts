import { addDays, type LocalDate } from '#kernel';

export interface DayRun {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Joins three and more neighbouring days; two read better side by side: 01.01-03.01, 05.01, 06.01. */
export function dayRuns(days: readonly LocalDate[]): DayRun[] {
  const runs: DayRun[] = [];
  for (const day of [...days].sort()) {
    const last = runs.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day) runs[runs.length - 1] = { from: last.from, to: day };
    else runs.push({ from: day, to: day });
  }
  return runs.flatMap((run) =>
    addDays(run.from, 1) === run.to ? [run.from, run.to].map((day) => ({ from: day, to: day })) : [run],
  );
}
