import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EmailPurpose, EmailQuality } from './authority-fields.contract.ts';

@Entity('authority_emails')
export class AuthorityEmailEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') authorityId: string;
  @Column('text') address: string;
  @Column('text') source: string;
  @Column('date') observedOn: string;
  @Column('text') quality: EmailQuality;
  @Column('text') purpose: EmailPurpose;
  /** The branch that found the address to be read. */
  @Column('uuid', { nullable: true }) confirmedBy: string | null;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('int') hardBounces: number;
  @Column('int') softBounces: number;
  @Column('timestamptz', { nullable: true }) bouncedAt: Date | null;
}
