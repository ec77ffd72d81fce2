import { Column, Entity, PrimaryColumn } from 'typeorm';

export type DeadlineStatus = 'armed' | 'passed' | 'met' | 'superseded';

@Entity('deadlines')
export class DeadlineEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('text') subjectType: 'request' | 'escalation';
  @Column('uuid') subjectId: string;
  @Column('uuid', { nullable: true }) demandId: string | null;
  @Column('text') ruleId: string;
  @Column('int') ruleVersion: number;
  @Column('text') calendarVersion: string;
  @Column('text') timeZone: string;
  @Column('text') startEvent: string;
  @Column('text') startConfidence: string;
  @Column('date') startedOn: string;
  @Column('uuid', { nullable: true }) evidenceMessageId: string | null;
  @Column('boolean') extended: boolean;
  @Column('date') dueOn: string;
  @Column('timestamptz') dueAt: Date;
  @Column('boolean') provisional: boolean;
  @Column('jsonb') steps: unknown;
  @Column('text') status: DeadlineStatus;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null;
  @Column('bigint', { nullable: true }) lateSeconds: string | null;
  @Column('timestamptz') createdAt: Date;
}
