import content from '../data/retention-bases.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { retentionBasesSchema, type RetentionBasis } from './retention-basis.schema.ts';

/** Grounds on which an operator may keep data in spite of a withdrawal (152-ФЗ ст. 9 ч. 2, ст. 6 ч. 1 пп. 2-11). */
export const retentionBases: readonly RetentionBasis[] = dataSet('retention-bases.json', retentionBasesSchema, content);
