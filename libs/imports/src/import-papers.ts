import { Problem } from '#kernel';
import type { Keyring } from '#vault';
import { type ImportSettings, importSettingsSchema, type ImportShape, importShapeSchema } from './imports.contract.ts';
import { importsProblems } from './imports.problems.ts';
import type { ImportRow } from './imports.repository.ts';

export const BRANCH = { kind: 'branch' } as const;

/** What quotes the file lies under the key of the branch, bound to its import. */
export function sealShape(keyring: Keyring, id: string, shape: ImportShape): Buffer {
  return keyring.seal(BRANCH, place(id, 'shape'), JSON.stringify(shape));
}

export function sealSettings(keyring: Keyring, id: string, settings: ImportSettings): Buffer {
  return keyring.seal(BRANCH, place(id, 'settings'), JSON.stringify(settings));
}

/** @throws Problem imports.destroyed. */
export function openPapers(keyring: Keyring, row: ImportRow): { shape: ImportShape; settings: ImportSettings } {
  if (row.destroyedAt !== null) throw new Problem(importsProblems.destroyed);
  const { id, shapeSealed, settingsSealed } = row;
  return {
    shape: importShapeSchema.parse(JSON.parse(keyring.open(BRANCH, place(id, 'shape'), shapeSealed))),
    settings: importSettingsSchema.parse(JSON.parse(keyring.open(BRANCH, place(id, 'settings'), settingsSealed))),
  };
}

/** A school's name as the file has it; bound to its own row. */
export function schoolPlace(row: string) {
  return { table: 'import_schools', column: 'name', row };
}

function place(row: string, column: string) {
  return { table: 'imports', column, row };
}
