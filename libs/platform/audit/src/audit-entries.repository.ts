import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { AuditEntry, AuditFilter } from './audit-entry.ts';
import type { ChainHead } from './chain-check.ts';
import { CHAIN_LINE_COLUMNS, type ChainLine, GENESIS } from './chain-line.ts';

interface Row extends Omit<AuditEntry, 'number' | 'actor' | 'subject'> {
  number: string;
  actorKind: 'person' | 'job';
  actorId: string;
  actorAs: string;
  subjectType: string;
  subjectId: string;
}

/** Each condition is left out of the statement when it was not asked for, so that its index can be used when it was. */
const CONDITIONS: readonly (readonly [string, (filter: AuditFilter) => unknown])[] = [
  ['action = ?', (filter) => filter.action],
  ['actor_id = ?', (filter) => filter.actorId],
  ['actor_as = ?', (filter) => filter.actorAs],
  ['subject_type = ?', (filter) => filter.subjectType],
  ['subject_id = ?', (filter) => filter.subjectId],
  ['subject_id = ANY(?)', (filter) => filter.subjectIds],
  ['action = ANY(?)', (filter) => filter.actions],
  ['family_id = ?', (filter) => filter.familyId],
  ['strpos(lower(reason), lower(?)) > 0', (filter) => filter.reason],
  ['at >= ?', (filter) => filter.from],
  ['at < ?', (filter) => filter.to],
];

@Injectable()
export class AuditEntriesRepository {
  constructor(private readonly db: Database) {}

  /** Newest first, older than number `before` when given. */
  async find(filter: AuditFilter, before: number | null, limit: number): Promise<AuditEntry[]> {
    const parameters: unknown[] = [limit, before];
    const conditions = conditionsOf(filter, parameters);
    const rows = await this.db.manager.query<Row[]>(
      `SELECT id, number, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_as AS "actorAs",
         request_id AS "requestId", action, subject_type AS "subjectType", subject_id AS "subjectId",
         family_id AS "familyId", reason, details
       FROM audit_entries WHERE ${['($2::bigint IS NULL OR number < $2)', ...conditions].join(' AND ')}
       ORDER BY branch_id DESC, number DESC LIMIT $1`,
      parameters,
    );
    return rows.map(({ number, actorKind, actorId, actorAs, subjectType, subjectId, ...row }) => ({
      ...row,
      number: Number(number),
      actor: { kind: actorKind, id: actorId, as: actorAs },
      subject: { type: subjectType, id: subjectId },
    }));
  }

  /** Oldest first, numbers above `after` up to and with `upTo`, as they were hashed. */
  async findLines(filter: AuditFilter, after: number, upTo: number, limit: number): Promise<ChainLine[]> {
    const parameters: unknown[] = [limit, after, upTo];
    const conditions = ['number > $2', 'number <= $3', ...conditionsOf(filter, parameters)];
    return this.db.manager.query<ChainLine[]>(
      `SELECT ${CHAIN_LINE_COLUMNS} FROM audit_entries e WHERE ${conditions.join(' AND ')}
       ORDER BY branch_id, e.number LIMIT $1`,
      parameters,
    );
  }

  /** Of the entered branch; before its first entry that of an empty chain. */
  async getHead(): Promise<ChainHead> {
    const rows = await this.db.manager.query<ChainHead[]>(
      `SELECT last_number::float8 AS "lastNumber", encode(last_hash, 'hex') AS "lastHash" FROM audit_heads`,
    );
    return rows[0] ?? { lastNumber: 0, lastHash: GENESIS };
  }
}

function conditionsOf(filter: AuditFilter, parameters: unknown[]): string[] {
  return CONDITIONS.flatMap(([sql, valueOf]) => {
    const value = valueOf(filter);
    return value === undefined ? [] : [sql.replace('?', `$${parameters.push(value)}`)];
  });
}
