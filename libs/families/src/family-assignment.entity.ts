import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('family_assignments')
export class FamilyAssignmentEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('uuid') personId: string;
  @Column('bytea') reasonSealed: Buffer;
  @Column('uuid') assignedBy: string;
  @Column('timestamptz') assignedAt: Date;
  @Column('timestamptz', { nullable: true }) endsAt: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}
