import type { Localised } from '#kernel';

/**
 * What a reader has to say about one value: a warning leaves a value to be looked at by a person, an error leaves none.
 * Never quotes the value.
 */
export interface Finding {
  /** Stable, kebab-case: `date-ambiguous`. */
  readonly code: string;
  readonly level: 'warning' | 'error';
  readonly text: Localised;
}

/** A value as read from one cell. `null` when there is none, or none that could be told. */
export interface Reading<T> {
  readonly value: T | null;
  readonly findings: readonly Finding[];
}
