import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import { type AuditRecord, auditRecordSchema } from './audit-record.ts';

/** Writes the log. There is no way to change or take out an entry. */
@Injectable()
export class Audit {
  /** Waiting entries by the transaction that brings them; a rolled-back one is forgotten together with its manager. */
  private readonly waiting = new WeakMap<object, { entries: AuditRecord[]; flushes: number }>();

  constructor(private readonly db: Database) {}

  /**
   * Notes what the open transaction does; written in one call right before its commit, so that the branch's chain is
   * locked for a moment only, and never without the change itself.
   * @throws Error outside a transaction; ZodError when a text is longer than 200 characters or an id is none.
   */
  record(record: AuditRecord): void {
    const transaction = this.db.manager;
    const waiting = this.waiting.get(transaction) ?? { entries: [], flushes: 0 };
    waiting.entries.push(auditRecordSchema.parse(record));
    this.waiting.set(transaction, waiting);
    // A key of its own after each flush: what other last steps record must be written too.
    this.db.beforeCommit(`audit ${waiting.flushes}`, async () => {
      const entries = waiting.entries.splice(0);
      waiting.flushes += 1;
      await transaction.query('SELECT audit_append($1)', [JSON.stringify(entries.map(toLine))]);
    });
  }
}

function toLine({ action, by, subject, familyId, reason, details }: AuditRecord) {
  const actor =
    by.kind === 'person'
      ? { actor_kind: by.kind, actor_id: by.personId, actor_as: by.role, request_id: by.requestId }
      : { actor_kind: by.kind, actor_id: by.outboxId, actor_as: by.job };
  return {
    ...actor,
    id: newId(),
    action,
    subject_type: subject.type,
    subject_id: subject.id,
    family_id: familyId ?? null,
    reason: reason ?? null,
    details: details ?? {},
  };
}
