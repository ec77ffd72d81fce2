import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Mandate } from './papers/papers.contract.ts';

@Entity('mandates')
export class MandateEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('uuid') guardianId: string;
  @Column('text') scope: Mandate['scope'];
  @Column('date') signedOn: string;
  @Column('date', { nullable: true }) expiresOn: string | null;
  @Column('date', { nullable: true }) revokedOn: string | null;
  @Column('uuid', { nullable: true }) fileId: string | null;
  @Column('uuid', { nullable: true }) revocationFileId: string | null;
  /** The association that it was given to; the database knows which one that is for a new one. */
  @Column('uuid') operatorId?: string;
}
