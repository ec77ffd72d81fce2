import content from '../data/consequences.json' with { type: 'json' };
import { type Consequence, consequencesSchema } from './consequence.schema.ts';
import { dataSet } from './data-set.ts';
import { informationSystems } from './information-systems.ts';

const knownSystems = new Set(informationSystems.map(({ code }) => code));

/** What withdrawing may cost a family; each with its source, none of them certain (see `confidence`). */
export const consequences: readonly Consequence[] = dataSet(
  'consequences.json',
  consequencesSchema.refine((rows) => rows.every(({ systems }) => systems.every((code) => knownSystems.has(code))), {
    error: 'a consequence names an information system that does not exist',
  }),
  content,
);

/** Those of the named systems, and those of every withdrawal. */
export function consequencesOf(systemCodes: readonly string[]): Consequence[] {
  return consequences.filter(
    ({ systems }) => systems.length === 0 || systems.some((code) => systemCodes.includes(code)),
  );
}
