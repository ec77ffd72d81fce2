import type { EscalationEntity } from './escalation.entity.ts';
import type { EscalationView } from './escalations.contract.ts';

export function escalationViewOf(rung: EscalationEntity): EscalationView {
  const { id, version, requestId, familyId, step, reason, authorityId, stage, letterId, packFileId, threadId } = rung;
  const { preparedBy, approvedBy, filedBy, filingMessageId } = rung;
  return {
    ...{ id, version, requestId, familyId, step, reason, authorityId, stage, letterId, packFileId, threadId },
    ...{ preparedBy, approvedBy, filedBy, filingMessageId },
    approvedAt: rung.approvedAt?.toISOString() ?? null,
    filedAt: rung.filedAt?.toISOString() ?? null,
    createdAt: rung.createdAt.toISOString(),
  };
}
