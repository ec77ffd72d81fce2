import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('enrolments')
export class EnrolmentEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('uuid') childId: string;
  @Column('uuid') authorityId: string;
  @Column('text') classLabel: string;
  @Column('date') fromDay: string;
  @Column('date', { nullable: true }) toDay: string | null;
}
