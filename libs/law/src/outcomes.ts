import content from '../data/outcomes.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { type Outcome, outcomesSchema } from './outcome.schema.ts';

const all = dataSet('outcomes.json', outcomesSchema, content);

/** What may come of a demand. */
export const demandOutcomes: readonly Outcome[] = all.filter((outcome) => outcome.scope === 'demand');

/** What may come of a complaint to a founder, Roskomnadzor, a prosecutor or another body. */
export const complaintOutcomes: readonly Outcome[] = all.filter((outcome) => outcome.scope === 'complaint');
