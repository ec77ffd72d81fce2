import content from '../data/extension-reasons.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { type ExtensionReason, extensionReasonsSchema } from './extension-reason.schema.ts';

/** What operators name when they give notice of an extension (152-ФЗ ст. 14 ч. 3, ст. 20 ч. 1, ст. 21 ч. 5.1; 59-ФЗ ст. 12). */
export const extensionReasons: readonly ExtensionReason[] = dataSet(
  'extension-reasons.json',
  extensionReasonsSchema,
  content,
);
