import type { DeadlineChange } from '#law';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type DeadlineStatus = 'armed' | 'passed' | 'met' | 'superseded';

@Entity('deadlines')
export class DeadlineEntity {
  @PrimaryColumn('uuid') id: string;
  /** Null where the duty is about no family. */
  @Column('uuid', { nullable: true }) familyId: string | null;
  @Column('text') subjectType: 'request' | 'escalation' | 'duty';
  @Column('uuid') subjectId: string;
  @Column('uuid', { nullable: true }) demandId: string | null;
  @Column('text') ruleId: string;
  @Column('int') ruleVersion: number;
  @Column('text') calendarVersion: string;
  @Column('text') timeZone: string;
  @Column('text', { nullable: true }) regionCode: string | null;
  @Column('text') startEvent: string;
  @Column('text') startConfidence: string;
  @Column('date') startedOn: string;
  /** The moment, for terms in hours; else null. */
  @Column('timestamptz', { nullable: true }) startedAt: Date | null;
  @Column('uuid', { nullable: true }) evidenceMessageId: string | null;
  @Column('boolean') extended: boolean;
  @Column('int', { nullable: true }) extensionAmount: number | null;
  @Column('text', { nullable: true }) extensionReason: string | null;
  @Column('uuid', { nullable: true }) extensionMessageId: string | null;
  @Column('uuid', { nullable: true }) extensionFileId: string | null;
  /** The row that this one took the place of, and why. */
  @Column('uuid', { nullable: true }) supersedes: string | null;
  @Column('text', { nullable: true }) change: DeadlineChange | null;
  @Column('date') dueOn: string;
  @Column('timestamptz') dueAt: Date;
  @Column('boolean') provisional: boolean;
  @Column('jsonb') steps: unknown;
  @Column('text') status: DeadlineStatus;
  @Column('timestamptz', { nullable: true }) announcedAt: Date | null;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null;
  @Column('bigint', { nullable: true }) lateSeconds: string | null;
  @Column('timestamptz') createdAt: Date;
}
