import type { z } from 'zod';
import { formatRussianDay, type LocalDate } from '#kernel';
import type { termLines } from './complaint.schema.ts';
import { typeset } from './typography.ts';
import { wordingFilters } from './wording-filters.ts';

/** The rows of a table of terms as they are typeset: number, demand, basis, receipt, term, last day, whether it ran out. */
export function termRows(terms: z.output<typeof termLines>, today: LocalDate): string[][] {
  return terms.map((line, index) => [
    String(index + 1),
    typeset(line.demand),
    typeset(line.basis),
    formatRussianDay(line.received),
    typeset(wordingFilters.term(line.term)),
    formatRussianDay(line.due),
    line.due < today ? 'истёк' : 'не истёк',
  ]);
}
