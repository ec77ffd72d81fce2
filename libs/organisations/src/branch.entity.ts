import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The tenant itself: here `id` plays the part that `branch_id` plays in every other table. */
@Entity('branches')
export class BranchEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') associationId: string;
  @Column('text') name: string;
  @Column('text') casePrefix: string;
  @Column('text') regionCode: string;
  @Column('text') timeZone: string;
  @Column('text') postalAddress: string;
  @Column('text', { array: true }) languages: string[];
  @Column('text') letterhead: string;
  @Column('text') mailSenderName: string;
  @Column('int', { array: true }) reminderDays: number[];
  @Column('int') reminderHour: number;
  @Column('text') status: 'open' | 'suspended' | 'closed';
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}
