import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('message_attachments')
export class MessageAttachmentEntity {
  @PrimaryColumn('uuid') messageId: string;
  @PrimaryColumn('int') position: number;
  @Column('uuid') familyId: string;
  @Column('uuid') fileId: string;
}
