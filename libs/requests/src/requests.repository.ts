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
  readonly overdue: boolean | null;
  readonly armed: boolean | null;
  readonly clocks: number;
}

/** Microseconds, as PostgreSQL keeps them: a cursor cut to milliseconds would repeat rows. */
const CREATED_KEY = `to_char(r.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const ROW = `r.id, r.version, r.case_number AS "caseNumber", r.family_id AS "familyId", r.authority_id AS "authorityId",
  r.stage, r.reply_waiting_since AS "replyWaitingSince", r.submitted_at AS "submittedAt", r.created_at AS "createdAt",
  d.next_due_on::text AS "nextDueOn", d.overdue, d.armed, d.clocks::int`;

const CLOCKS = `LATERAL (
  SELECT min(due_on) FILTER (WHERE status = 'armed') AS next_due_on, bool_or(status = 'armed') AS armed,
    bool_or(status = 'passed' OR (status = 'armed' AND due_at <= (SELECT app_now()))) AS overdue, count(*) AS clocks
  FROM deadlines WHERE branch_id = r.branch_id AND subject_id = r.id AND status <> 'superseded') d`;

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
      `SELECT ${ROW} FROM requests r, ${CLOCKS} WHERE r.branch_id = current_branch() AND r.id = $1`,
      [id],
    );
    const row = rows[0];
    if (row === undefined) throw notFound();
    return row;
  }

  async list(query: InstanceType<typeof ListRequestsQuery>): Promise<Page<RequestRow>> {
    const { descending } = sortOf(query.sort);
    const after = decodeCursor(query.cursor, query.sort);
    const rows = await this.database.manager.query<(RequestRow & { key: string })[]>(
      `SELECT ${ROW}, ${CREATED_KEY} AS key FROM requests r, ${CLOCKS}
        WHERE r.branch_id = (SELECT current_branch())
          AND ($1::text[] IS NULL OR r.stage = ANY($1))
          AND ($2::uuid IS NULL OR r.family_id = $2)
          AND ($3::uuid IS NULL OR r.authority_id = $3)
          AND ($4::boolean IS NULL OR (r.reply_waiting_since IS NOT NULL) = $4)
          AND ($5::boolean IS NULL OR coalesce(d.overdue, false) = $5)
          AND ($6::timestamptz IS NULL OR (r.created_at, r.id) ${descending ? '<' : '>'} ($6, $7::uuid))
        ORDER BY r.created_at ${descending ? 'DESC' : 'ASC'}, r.id ${descending ? 'DESC' : 'ASC'} LIMIT $8`,
      [
        query.stage ?? null,
        query.familyId ?? null,
        query.authorityId ?? null,
        query.replyWaiting ?? null,
        query.overdue ?? null,
        after?.key ?? null,
        after?.id ?? null,
        query.limit + 1,
      ],
    );
    return cutPage(rows, query.limit, query.sort, ({ key, id }) => ({ key, id }));
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
