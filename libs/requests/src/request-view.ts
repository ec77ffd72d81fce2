import { localDate } from '#kernel';
import type { DemandCode } from '#law';
import type { DemandEntity } from './demand.entity.ts';
import type { RequestEntity } from './request.entity.ts';
import type { RequestRow } from './requests.repository.ts';
import type { Lateness, RequestSummary, RequestView } from './requests.contract.ts';

export function summaryOf(row: RequestRow): RequestSummary {
  return {
    id: row.id,
    version: row.version,
    caseNumber: row.caseNumber,
    familyId: row.familyId,
    authorityId: row.authorityId,
    stage: row.stage,
    lateness: latenessOf(row),
    nextDueOn: row.nextDueOn === null ? null : localDate(row.nextDueOn),
    replyWaitingSince: row.replyWaitingSince?.toISOString() ?? null,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

export function viewOf(
  row: RequestRow,
  request: RequestEntity,
  childIds: readonly string[],
  demands: readonly DemandEntity[],
  incomingNumber: string | null,
): RequestView {
  return {
    ...summaryOf(row),
    guardianId: request.guardianId,
    childIds: [...childIds],
    letterId: request.letterId,
    threadId: request.threadId,
    receivedOn: request.receivedOn === null ? null : localDate(request.receivedOn),
    incomingNumber,
    departureReason: request.departureReason,
    transferredFrom: request.transferredFrom,
    demands: demands.map((demand) => ({
      id: demand.id,
      position: demand.position,
      kind: demand.kind as DemandCode,
      systemCodes: demand.systemCodes,
      legalBasis: demand.legalBasis,
      outcome: demand.outcome,
      retentionBasis: demand.retentionBasis,
      outcomeMessageId: demand.outcomeMessageId,
      outcomeAt: demand.outcomeAt?.toISOString() ?? null,
    })),
  };
}

function latenessOf({ clocks, overdue, armed }: RequestRow): Lateness {
  if (clocks === 0) return 'no_clock';
  if (overdue) return 'overdue';
  return armed ? 'in_time' : 'settled';
}
