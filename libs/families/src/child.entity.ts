import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Gender } from './family-people.contract.ts';

@Entity('children')
export class ChildEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('text') gender: Gender;
  /** `ChildPersonal` as JSON under the family's key. */
  @Column('bytea') personalSealed: Buffer;
  /** The first day of the month of birth; null where it was recorded before there was this column. */
  @Column('date', { nullable: true }) birthMonth: string | null;
  /** Of name and day of birth. */
  @Column('bytea', { nullable: true }) personIndex: Buffer | null;
  @Column('bytea', { nullable: true }) formsIndex: Buffer | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}
