/** What a bench measures against: the least program that does the same work, or a number of the plan. */
export interface Figure {
  /** `list`, or `list.deep-page` when a bench gives more than one. */
  readonly id: string;
  readonly unit: string;
  readonly ours: number;
  /** What the limit program reached in the same run, or null where the goal is absolute. */
  readonly limit: number | null;
  /** `ours / limit`, or `ours` where the goal is absolute. */
  readonly ratio: number;
  /** `>= 0.8`, `<= 1.25`; null for a figure that is only stated. */
  readonly goal: string | null;
  /** Null when there is no goal. */
  readonly met: boolean | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface BenchSize {
  readonly rows: number;
  /** Interleaved rounds; the median of them is the figure. */
  readonly rounds: number;
}

export interface Bench {
  readonly id: string;
  /** Small enough for all benches in minutes; `--rows` overrides it. */
  readonly rows: number;
  run(size: BenchSize): Promise<readonly Figure[]>;
}
