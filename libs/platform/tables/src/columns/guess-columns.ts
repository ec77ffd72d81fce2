import type { TableColumn } from '../table-file.ts';
import type { ColumnField, ColumnGuess } from './column-field.ts';

/**
 * Says which column goes to which field: by title first, by what stands in the samples second. Each column goes to one
 * field at most, each field to one column unless it takes several.
 */
export function guessColumns(columns: readonly TableColumn[], fields: readonly ColumnField[]): ColumnGuess[] {
  throw new Error(`not built yet: ${columns.length} ${fields.length}`);
}
