import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Proposal } from './proposals.contract.ts';

@Entity('authority_proposals')
export class AuthorityProposalEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') authorityId: string;
  @Column('int') seenVersion: number;
  @Column('jsonb') changes: Record<string, unknown>;
  @Column('text') source: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text') state: Proposal['state'];
  @Column('uuid') proposedBy: string;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}
