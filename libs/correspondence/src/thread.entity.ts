import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ThreadSubject = 'request' | 'escalation';

@Entity('threads')
export class ThreadEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('uuid') authorityId: string;
  @Column('text') subjectType: ThreadSubject;
  @Column('uuid') subjectId: string;
  @Column('bytea') replyTokenHash: Buffer;
  @Column('bytea') replyTokenSealed: Buffer;
  @Column('timestamptz') createdAt: Date;
}
