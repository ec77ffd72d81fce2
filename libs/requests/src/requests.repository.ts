import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, notFound, type Page } from '#kernel';
import { sortOf, versionMismatch } from '#http';
import { DemandEntity } from './demand.entity.ts';
import { RequestEntity } from './request.entity.ts';
import type { RequestStage } from './request-state.ts';
import type { DemandOutcome, ListRequestsQuery } from './requests.contract.ts';

/** A line of the list with what its clocks say now. */
export interface RequestRow {
  readonly id: string;
  readonly version: number;
  readonly caseNumber: string;
  readonly familyId: string;
  readonly authorityId: string;
  readonly stage: RequestStage;
  readonly replyWaitingSince: Date | null;
  readonly submittedAt: Date | null;
  readonly createdAt: Date;
  readonly nextDueOn: string | null;
  readonly overdue: boolean;
  readonly armed: boolean;
  readonly clocks: number;
}

const ROW = `r.id, r.version, r.case_number AS "caseNumber", r.family_id AS "familyId", r.authority_id AS "authorityId",
  r.stage, r.reply_waiting_since AS "replyWaitingSince", r.submitted_at AS "submittedAt", r.created_at AS "createdAt",
  r.next_due_on::text AS "nextDueOn", r.clocks, r.next_due_at IS NOT NULL AS armed,
  r.passed_clocks > 0 OR coalesce(r.next_due_at <= (SELECT app_now()), false) AS overdue`;

/** As `list_requests` writes it: JSON has no instants. */
type ListedRequest = Omit<RequestRow, 'replyWaitingSince' | 'submittedAt' | 'createdAt'> & {
  readonly replyWaitingSince: string | null;
  readonly submittedAt: string | null;
  readonly createdAt: string;
  readonly key: string;
};

@Injectable()
export class RequestsRepository {
  constructor(private readonly database: Database) {}

  /** «КЗН-2026-000123»: the branch's prefix, the year there, a number that never repeats. */
  async nextCaseNumber(): Promise<string> {
    const rows = await this.database.manager.query<{ number: string }[]>(
      `SELECT b.case_prefix || '-' || y.year || '-' || lpad(next_number('requests ' || y.year)::text, 6, '0') AS number
        FROM branches b, LATERAL (SELECT to_char(app_now() AT TIME ZONE b.time_zone, 'YYYY') AS year) y
        WHERE b.id = current_branch()`,
    );
    const number = rows[0]?.number;
    if (number === undefined) throw notFound();
    return number;
  }

  async insert(
    request: Pick<RequestEntity, 'id' | 'caseNumber' | 'familyId' | 'guardianId' | 'authorityId' | 'createdBy'>,
    childIds: readonly string[],
    demands: readonly Pick<
      DemandEntity,
      'id' | 'requestId' | 'familyId' | 'position' | 'kind' | 'systemCodes' | 'legalBasis'
    >[],
  ): Promise<void> {
    const { manager } = this.database;
    await manager.insert(RequestEntity, request);
    await manager.query(
      'INSERT INTO request_children (request_id, family_id, child_id) SELECT $1, $2, unnest($3::uuid[])',
      [request.id, request.familyId, childIds],
    );
    await manager.insert(DemandEntity, [...demands]);
  }

  async get(id: string): Promise<RequestEntity> {
    const request = await this.database.manager.findOneBy(RequestEntity, { id });
    if (request === null) throw notFound();
    return request;
  }

  /** Holds the row until the transaction ends, so that two verbs at once take turns. */
  async lock(id: string): Promise<RequestEntity> {
    const request = await this.database.manager.findOne(RequestEntity, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (request === null) throw notFound();
    return request;
  }

  async getRow(id: string): Promise<RequestRow> {
    const rows = await this.database.manager.query<RequestRow[]>(
      `SELECT ${ROW} FROM requests r WHERE r.branch_id = current_branch() AND r.id = $1`,
      [id],
    );
    const row = rows[0];
    if (row === undefined) throw notFound();
    return row;
  }

  /** In no order. */
  async findRows(ids: readonly string[]): Promise<RequestRow[]> {
    if (ids.length === 0) return [];
    return this.database.manager.query<RequestRow[]>(
      `SELECT ${ROW} FROM requests r WHERE r.branch_id = (SELECT current_branch()) AND r.id = ANY ($1::uuid[])`,
      [ids],
    );
  }

  /** In one round trip and in no transaction of the caller's: the function enters the branch by itself. */
  async list({ sort, cursor, limit, ...filters }: InstanceType<typeof ListRequestsQuery>): Promise<Page<RequestRow>> {
    const { field, descending } = sortOf(sort);
    const after = decodeCursor(cursor, sort);
    const [answer] = await this.database.readInBranch<{ lines: ListedRequest[] }>(
      'SELECT list_requests($1, $2, $3, $4, $5, $6, $7, $8) AS lines',
      [field, descending, after?.key ?? null, after?.id ?? null, limit + 1, JSON.stringify(filters)],
    );
    return cutPage((answer?.lines ?? []).map(rowOf), limit, sort, ({ key, id }) => ({ key, id }));
  }

  async childIdsOf(requestId: string): Promise<string[]> {
    const rows = await this.database.manager.query<{ id: string }[]>(
      'SELECT child_id AS id FROM request_children WHERE branch_id = current_branch() AND request_id = $1 ORDER BY 1',
      [requestId],
    );
    return rows.map(({ id }) => id);
  }

  demandsOf(requestId: string): Promise<DemandEntity[]> {
    return this.database.manager.find(DemandEntity, { where: { requestId }, order: { position: 'ASC' } });
  }

  /** Writes the changed columns and counts the version up. @throws Problem http.version-mismatch. */
  async update(id: string, version: number, changes: Partial<RequestEntity>): Promise<number> {
    const { affected } = await this.database.manager.update(
      RequestEntity,
      { id, version },
      { ...changes, version: version + 1 },
    );
    if (affected !== 1) throw versionMismatch();
    return version + 1;
  }

  async recordOutcome(
    demandId: string,
    outcome: { outcome: DemandOutcome; retentionBasis: string | null; messageId: string; by: string; at: Date },
  ): Promise<void> {
    await this.database.manager.update(
      DemandEntity,
      { id: demandId },
      {
        outcome: outcome.outcome,
        retentionBasis: outcome.retentionBasis,
        outcomeMessageId: outcome.messageId,
        outcomeBy: outcome.by,
        outcomeAt: outcome.at,
      },
    );
  }

  async markReplyWaiting(id: string): Promise<void> {
    await this.database.manager.query(
      `UPDATE requests SET reply_waiting_since = coalesce(reply_waiting_since, app_now()), version = version + 1
        WHERE branch_id = current_branch() AND id = $1`,
      [id],
    );
  }
}

function rowOf(line: ListedRequest): RequestRow & { readonly key: string } {
  return {
    ...line,
    replyWaitingSince: line.replyWaitingSince === null ? null : new Date(line.replyWaitingSince),
    submittedAt: line.submittedAt === null ? null : new Date(line.submittedAt),
    createdAt: new Date(line.createdAt),
  };
}
