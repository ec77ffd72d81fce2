import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SystemFact } from './system-facts.contract.ts';

@Entity('system_facts')
export class SystemFactEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') systemCode: string;
  @Column('text') regionCode: string;
  @Column('uuid', { nullable: true }) authorityId: string | null;
  @Column('text', { nullable: true }) basis: SystemFact['basis'];
  @Column('text', { nullable: true }) act: string | null;
  @Column('text', { nullable: true }) localName: string | null;
  @Column('uuid', { nullable: true }) operatorId: string | null;
  @Column('boolean') inUse: boolean;
  @Column('text', { nullable: true }) note: string | null;
  @Column('text') source: string;
  @Column('text') confidence: SystemFact['confidence'];
  @Column('uuid') branchId: string;
  @Column('text') branchName: string;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
}
