import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AuthorityKind, AuthorityStatus, Gender, LicenceStatus } from './authority-fields.contract.ts';

@Entity('authorities')
export class AuthorityEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: AuthorityKind;
  @Column('text') regionCode: string;
  @Column('text') shortName: string;
  @Column('text') fullName: string;
  @Column('text', { nullable: true }) inn: string | null;
  @Column('text', { nullable: true }) ogrn: string | null;
  @Column('text', { nullable: true }) kpp: string | null;
  @Column('text', { nullable: true }) municipality: string | null;
  @Column('text') postalAddress: string;
  @Column('text') timeZone: string;
  @Column('text', { nullable: true }) headPosition: string | null;
  @Column('text', { nullable: true }) headPositionDative: string | null;
  @Column('text', { nullable: true }) headName: string | null;
  @Column('text', { nullable: true }) headGender: Gender | null;
  @Column('text', { nullable: true }) headDative: string | null;
  @Column('uuid', { nullable: true }) founderId: string | null;
  @Column('text', { nullable: true }) licenceNumber: string | null;
  @Column('date', { nullable: true }) licenceIssuedOn: string | null;
  @Column('text', { nullable: true }) licenceStatus: LicenceStatus | null;
  @Column('text') status: AuthorityStatus;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
}
