import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Gender, OtherParent, Relation } from './family-people.contract.ts';

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
  @Column('date', { nullable: true }) basisExpiresOn: string | null;
  @Column('text') otherParent: OtherParent;
  @Column('bytea', { nullable: true }) documentIndex: Buffer | null;
  /** Of name and gender, where a person has confirmed case forms. */
  @Column('bytea', { nullable: true }) formsIndex: Buffer | null;
  /** Whether numbers of documents are in it, since when, and whether their end was announced. */
  @Column('boolean') holdsNumbers: boolean;
  @Column('timestamptz') numbersSince: Date;
  @Column('timestamptz', { nullable: true }) numbersAnnouncedAt: Date | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}
