import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LetterKind } from '#documents';
import type { TemplateBlock, TemplateState } from './letter-templates.contract.ts';

@Entity('letter_templates')
export class LetterTemplateEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { nullable: true }) onlyForBranch: string | null;
  @Column('text') kind: LetterKind;
  @Column('int') number: number;
  @Column('text') wording: string;
  @Column('jsonb') blocks: TemplateBlock[];
  @Column('text') note: string;
  @Column('text') state: TemplateState;
  @Column('uuid') createdBy: string;
  @Column('timestamptz') createdAt: Date;
  @Column('uuid', { nullable: true }) approvedBy: string | null;
  @Column('timestamptz', { nullable: true }) approvedAt: Date | null;
  @Column('uuid', { nullable: true }) withdrawnBy: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt: Date | null;
  @Column('int') version: number;
}
