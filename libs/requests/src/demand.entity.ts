import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DemandOutcome } from './requests.contract.ts';

@Entity('demands')
export class DemandEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') requestId: string;
  @Column('uuid') familyId: string;
  @Column('int') position: number;
  @Column('text') kind: string;
  @Column('text', { array: true }) systemCodes: string[];
  @Column('text') legalBasis: string;
  @Column('text', { nullable: true }) outcome: DemandOutcome | null;
  @Column('text', { nullable: true }) retentionBasis: string | null;
  @Column('uuid', { nullable: true }) outcomeMessageId: string | null;
  @Column('timestamptz', { nullable: true }) outcomeAt: Date | null;
  @Column('uuid', { nullable: true }) outcomeBy: string | null;
}
