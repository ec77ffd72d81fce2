import content from '../data/operator-reach.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { type OperatorReach, operatorReachesSchema } from './operator-reach.schema.ts';

/** What each kind of operator can do about a demand (152-ФЗ ст. 6 ч. 3, ст. 9 ч. 2, ст. 21). */
export const operatorReaches: readonly OperatorReach[] = dataSet('operator-reach.json', operatorReachesSchema, content);

const byKind = new Map(operatorReaches.map((reach) => [reach.operatorKind, reach]));

export function operatorReach(kind: OperatorReach['operatorKind']): OperatorReach {
  const reach = byKind.get(kind);
  if (reach === undefined) throw new RangeError(`operator-reach.json has no row for ${kind}`);
  return reach;
}
