/** How large and how long: `n` counts what the promise counts (submissions, cases, transactions). */
export interface ProofSize {
  readonly n: number;
}

export interface Verdict {
  /** What was really tried. */
  readonly n: number;
  readonly violations: number;
  /** The first violations in words, and figures worth printing. No personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** One mechanism broken on purpose. The prover must then count violations, or it proves nothing. */
export interface Sabotage {
  readonly name: string;
  run(size: ProofSize): Promise<Verdict>;
}

export interface PromiseProof {
  /** Number and words of the promise: `16-catalog`. */
  readonly id: string;
  /** What `npm run prove` uses in CI; `--n` overrides it. */
  readonly ciSize: number;
  /** How large sabotaged runs are; small, since one violation is enough. */
  readonly sabotageSize: number;
  run(size: ProofSize): Promise<Verdict>;
  readonly sabotages: readonly Sabotage[];
}

export interface ProofGroup {
  readonly name: string;
  readonly promises: readonly PromiseProof[];
}
