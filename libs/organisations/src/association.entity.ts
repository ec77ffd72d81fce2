import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('associations')
export class AssociationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('timestamptz') createdAt: Date;
}
