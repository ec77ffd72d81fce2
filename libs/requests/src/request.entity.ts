import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequestStage } from './request-state.ts';

@Entity('requests')
export class RequestEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') caseNumber: string;
  @Column('uuid') familyId: string;
  @Column('uuid') guardianId: string;
  @Column('uuid') authorityId: string;
  @Column('text') stage: RequestStage;
  @Column('uuid', { nullable: true }) letterId: string | null;
  @Column('uuid', { nullable: true }) threadId: string | null;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('uuid', { nullable: true }) submittedBy: string | null;
  @Column('date', { nullable: true }) receivedOn: string | null;
  @Column('bytea', { nullable: true }) incomingNumberSealed: Buffer | null;
  @Column('timestamptz', { nullable: true }) replyWaitingSince: Date | null;
  @Column('text', { nullable: true }) departureReason: string | null;
  @Column('uuid', { nullable: true }) departureMessageId: string | null;
  @Column('uuid', { nullable: true }) transferredFrom: string | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
  @Column('uuid') createdBy: string;
}
