import { Column, Entity, PrimaryColumn } from 'typeorm';

export const letterKinds = ['statement', 'repeated_demand', 'complaint'] as const;
export type LetterKind = (typeof letterKinds)[number];

export const signingWays = ['scan', 'simple_signature', 'qualified_signature'] as const;
export type SigningWay = (typeof signingWays)[number];

@Entity('letters')
export class LetterEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') familyId: string;
  @Column('text') kind: LetterKind;
  @Column('uuid') authorityId: string;
  @Column('uuid') fileId: string;
  @Column('bytea') sha256: Buffer;
  @Column('int') pages: number;
  @Column('bytea', { nullable: true }) pageTokenHash: Buffer | null;
  /** The version of the template; null for the wording of the program. The digest is of the wording itself. */
  @Column('uuid', { nullable: true }) templateId: string | null;
  @Column('bytea', { nullable: true }) wordingSha256: Buffer | null;
  @Column('uuid', { nullable: true }) signedFileId: string | null;
  @Column('text', { nullable: true }) signedHow: SigningWay | null;
  @Column('timestamptz', { nullable: true }) frozenAt: Date | null;
  @Column('uuid', { nullable: true }) frozenBy: string | null;
  @Column('timestamptz') createdAt: Date;
}
