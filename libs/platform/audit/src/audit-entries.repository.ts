import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { AuditEntry, AuditFilter } from './audit-entry.ts';

interface Row extends Omit<AuditEntry, 'number' | 'actor' | 'subject'> {
  number: string;
  actorKind: 'person' | 'job';
  actorId: string;
  actorAs: string;
  subjectType: string;
  subjectId: string;
}

/** Each condition is left out of the statement when it was not asked for, so that its index can be used when it was. */
const CONDITIONS: readonly (readonly [string, (filter: AuditFilter, before: number | null) => unknown])[] = [
  ['number < ?', (_, before) => before],
  ['action = ?', (filter) => filter.action],
  ['actor_id = ?', (filter) => filter.actorId],
  ['subject_type = ?', (filter) => filter.subject?.type],
  ['subject_id = ?', (filter) => filter.subject?.id],
  ['family_id = ?', (filter) => filter.familyId],
  ['at >= ?', (filter) => filter.from],
  ['at < ?', (filter) => filter.to],
];

@Injectable()
export class AuditEntriesRepository {
  constructor(private readonly db: Database) {}

  /** Newest first, older than number `before` when given. */
  async find(filter: AuditFilter, before: number | null, limit: number): Promise<AuditEntry[]> {
    const parameters: unknown[] = [limit];
    const conditions = CONDITIONS.flatMap(([sql, valueOf]) => {
      const value = valueOf(filter, before);
      return value === undefined || value === null ? [] : [sql.replace('?', `$${parameters.push(value)}`)];
    });
    const rows = await this.db.manager.query<Row[]>(
      `SELECT id, number, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_as AS "actorAs",
         request_id AS "requestId", action, subject_type AS "subjectType", subject_id AS "subjectId",
         family_id AS "familyId", reason, details
       FROM audit_entries ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
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
}
