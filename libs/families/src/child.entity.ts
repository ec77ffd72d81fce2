import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Gender } from './family-people.contract.ts';

@Entity('children')
export class ChildEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('text') gender: Gender;
  /** `ChildPersonal` as JSON under the family's key. */
  @Column('bytea') personalSealed: Buffer;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}
