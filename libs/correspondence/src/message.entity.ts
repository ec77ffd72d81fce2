import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageState } from './message-state.ts';

@Entity('messages')
export class MessageEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') threadId: string;
  @Column('uuid') familyId: string;
  @Column('uuid', { nullable: true }) letterId: string | null;
  @Column('text') direction: 'outbound' | 'inbound';
  @Column('text') channel: string;
  @Column('text') state: MessageState;
  @Column('text', { nullable: true }) messageIdHeader: string | null;
  @Column('bytea', { nullable: true }) returnTokenHash: Buffer | null;
  @Column('bytea') contentSealed: Buffer;
  @Column('uuid', { nullable: true }) rawFileId: string | null;
  @Column('text', { nullable: true }) machine: string | null;
  @Column('bytea', { nullable: true }) registrationNumberSealed: Buffer | null;
  /** int8 comes as text; it is only ever compared inside the database. */
  @Column('bigint') fence: string;
  @Column('timestamptz', { nullable: true }) handedOverAt: Date | null;
  @Column('text', { nullable: true }) serverResponse: string | null;
  @Column('timestamptz', { nullable: true }) sentAt: Date | null;
  @Column('timestamptz', { nullable: true }) receivedAt: Date | null;
  /** Since when it waits for a person to do something about it; null: it does not. */
  @Column('timestamptz', { nullable: true }) attentionSince: Date | null;
  /** A person found that it does not belong here; it is shown to nobody since. */
  @Column('timestamptz', { nullable: true }) detachedAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('uuid', { nullable: true }) createdBy: string | null;
}
