import type { EscalationEntity } from './escalation.entity.ts';
import type { EscalationView } from './escalations.contract.ts';

export function escalationViewOf(rung: EscalationEntity): EscalationView {
  return {
    ...rung,
    approvedAt: rung.approvedAt?.toISOString() ?? null,
    filedAt: rung.filedAt?.toISOString() ?? null,
    createdAt: rung.createdAt.toISOString(),
  };
}
