import type { Database } from '#database';
import { ChainCheck, type ChainHead, type FirstBad } from './chain-check.ts';
import { CHAIN_LINE_COLUMNS, type ChainLine } from './chain-line.ts';

export interface ChainReport {
  readonly branchId: string;
  /** How many entries were read. */
  readonly entries: number;
  readonly intact: boolean;
  readonly firstBad?: FirstBad;
}

export type Query = (sql: string, parameters: readonly unknown[]) => Promise<unknown>;

const PAGE = 2000;
/** Less than every number, also such as only a forger would write. */
const BEFORE_ALL = ['-9223372036854775808', '00000000-0000-0000-0000-000000000000'] as const;

/** The head comes with every page: one statement sees one moment, so the last page and its head belong together. */
const PAGE_SQL = `
  SELECT head.last_number::float8 AS "lastNumber", encode(head.last_hash, 'hex') AS "lastHash", entry.*
  FROM (SELECT) one LEFT JOIN audit_heads head ON head.branch_id = $1 LEFT JOIN LATERAL (
    SELECT ${CHAIN_LINE_COLUMNS}
    FROM audit_entries e WHERE branch_id = $1 AND e.number >= $2 AND (e.number > $2 OR e.id > $3)
    ORDER BY e.number, e.id LIMIT ${PAGE}
  ) entry ON true ORDER BY entry.number, entry.id`;

type PageRow = (ChainLine | { readonly number: null }) & {
  readonly lastNumber: number | null;
  readonly lastHash: string | null;
};

/**
 * Recomputes the chain of the current branch from what is stored, a page at a time and each page in a transaction of
 * its own, while others go on writing. What a superuser did to entries and head alike is beyond it; anchors find that.
 */
export async function verifyAuditChain(db: Database, branchId: string): Promise<ChainReport> {
  return verifyChain((sql, parameters) => db.transaction((tx) => tx.query(sql, [...parameters])), branchId);
}

/** @param anchors hashes by number, see AuditAnchors: with them a log that was rewritten head and all is found too. */
export async function verifyChain(
  query: Query,
  branchId: string,
  anchors?: ReadonlyMap<number, string>,
): Promise<ChainReport> {
  const check = new ChainCheck(anchors);
  let after: readonly [number: string | number, id: string] = BEFORE_ALL;
  for (;;) {
    const rows = (await query(PAGE_SQL, [branchId, ...after])) as PageRow[];
    const lines = rows.filter((row): row is PageRow & ChainLine => row.number !== null);
    for (const line of lines) check.follow(line);
    if (lines.length < PAGE) {
      check.finish(headOf(rows[0]));
      break;
    }
    const last = lines.at(-1);
    if (check.firstBad !== undefined || last === undefined) break;
    after = [last.number, last.id];
  }
  const report = { branchId, entries: check.entries, intact: check.firstBad === undefined };
  return check.firstBad === undefined ? report : { ...report, firstBad: check.firstBad };
}

function headOf(row: PageRow | undefined): ChainHead | null {
  if (row === undefined || row.lastNumber === null || row.lastHash === null) return null;
  return { lastNumber: row.lastNumber, lastHash: row.lastHash };
}
