import type { Keyring } from '#vault';
import { openPapers } from './import-papers.ts';
import type { Import, ImportSummary } from './imports.contract.ts';
import type { ImportRow } from './imports.repository.ts';

export function toSummary(row: ImportRow): ImportSummary {
  const { id, kind, source, status, rowsTotal, rowsDone, tally, errorCode, version, createdBy } = row;
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...{ id, kind, source, status, rowsTotal, rowsDone, errorCode, version, createdBy },
    tally: { ...tally },
    createdAt: row.createdAt.toISOString(),
    startedAt: instant(row.startedAt),
    finishedAt: instant(row.finishedAt),
    destroyAfter: row.destroyAfter.toISOString(),
    destroyedAt: instant(row.destroyedAt),
  };
}

export function toImport(row: ImportRow, keyring: Keyring): Import {
  const papers = row.destroyedAt === null ? openPapers(keyring, row) : { shape: null, settings: null };
  return { ...toSummary(row), ...papers };
}
