import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Family } from './families.contract.ts';

@Entity('families')
export class FamilyEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('bigint', { transformer: { to: (value: number) => value, from: Number } }) number: number;
  @Column('bytea') initialsSealed: Buffer;
  @Column('text') dataSource: Family['dataSource'];
  @Column('text') status: Family['status'];
  /** The family that took its parts. */
  @Column('uuid', { nullable: true }) mergedInto: string | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
  @Column('uuid') createdBy: string;
}
