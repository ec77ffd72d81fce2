import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Gender, Relation } from './family-people.contract.ts';

@Entity('guardians')
export class GuardianEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('text') relation: Relation;
  @Column('text') gender: Gender;
  /** `GuardianPersonal` as JSON under the family's key. */
  @Column('bytea') personalSealed: Buffer;
  @Column('bytea', { nullable: true }) phoneIndex: Buffer | null;
  @Column('bytea', { nullable: true }) emailIndex: Buffer | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}
