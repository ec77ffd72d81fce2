import { Column, Entity, PrimaryColumn } from 'typeorm';

export type AttemptOutcome = 'accepted' | 'refused' | 'not-sent' | 'unknown';

@Entity('delivery_attempts')
export class DeliveryAttemptEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') messageId: string;
  @Column('uuid') familyId: string;
  @Column('bigint') fence: string;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  @Column('text', { nullable: true }) outcome: AttemptOutcome | null;
  @Column('text', { nullable: true }) phase: string | null;
  @Column('text', { nullable: true }) response: string | null;
}
