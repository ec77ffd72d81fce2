import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EmailQuality } from './schools.contract.ts';

@Entity('authority_emails')
export class AuthorityEmailEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') authorityId: string;
  @Column('text') address: string;
  @Column('text') source: string;
  @Column('date') observedOn: string;
  @Column('text') quality: EmailQuality;
}
