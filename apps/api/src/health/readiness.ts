/** One thing that must answer before requests are welcome; throws when it does not. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<void>;
}

export const READINESS_CHECKS = Symbol('readiness checks');
