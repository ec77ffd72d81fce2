import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('consents')
export class ConsentEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('uuid') childId: string;
  @Column('uuid') authorityId: string;
  @Column('text', { nullable: true }) systemCode: string | null;
  @Column('date', { nullable: true }) givenOn: string | null;
  @Column('uuid', { nullable: true }) fileId: string | null;
  @Column('date', { nullable: true }) withdrawnOn: string | null;
  @Column('uuid', { nullable: true }) withdrawnByRequestId: string | null;
}
