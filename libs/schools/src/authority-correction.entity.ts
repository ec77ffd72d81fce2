import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CorrectionOrigin } from './corrections.contract.ts';

@Entity('authority_corrections')
export class AuthorityCorrectionEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') authorityId: string;
  @Column('int') version: number;
  @Column('uuid') branchId: string;
  @Column('text') branchName: string;
  @Column('timestamptz') at: Date;
  @Column('text') origin: CorrectionOrigin;
  @Column('jsonb') changes: Record<string, { from: unknown; to: unknown }>;
  @Column('text', { nullable: true }) source: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('date', { nullable: true }) effectiveOn: string | null;
  @Column('uuid', { nullable: true }) reference: string | null;
}
