import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EscalationStage } from './escalation-state.ts';

export type EscalationReason = 'deadline_passed' | 'refused_unreasoned';

@Entity('escalations')
export class EscalationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') requestId: string;
  @Column('uuid') familyId: string;
  @Column('text') step: string;
  @Column('text') reason: EscalationReason;
  @Column('uuid', { nullable: true }) authorityId: string | null;
  @Column('text') stage: EscalationStage;
  @Column('uuid', { nullable: true }) threadId: string | null;
  @Column('uuid', { nullable: true }) letterId: string | null;
  @Column('uuid', { nullable: true }) packFileId: string | null;
  @Column('bytea', { nullable: true }) draftBasis: Buffer | null;
  @Column('uuid') preparedBy: string;
  @Column('uuid', { nullable: true }) approvedBy: string | null;
  @Column('timestamptz', { nullable: true }) approvedAt: Date | null;
  @Column('uuid', { nullable: true }) filedBy: string | null;
  @Column('timestamptz', { nullable: true }) filedAt: Date | null;
  @Column('uuid', { nullable: true }) filingMessageId: string | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}
