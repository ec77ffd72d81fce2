import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import { FamilyAssignmentEntity } from './family-assignment.entity.ts';

export type NewAssignment = Pick<
  FamilyAssignmentEntity,
  'id' | 'familyId' | 'personId' | 'reasonSealed' | 'assignedBy' | 'endsAt'
>;

@Injectable()
export class FamilyAssignmentsRepository {
  constructor(private readonly db: Database) {}

  async findOf(familyId: string): Promise<FamilyAssignmentEntity[]> {
    const order = { assignedAt: 'ASC', id: 'ASC' } as const;
    return this.db.manager.find(FamilyAssignmentEntity, { where: { familyId }, order });
  }

  async get(familyId: string, id: string): Promise<FamilyAssignmentEntity> {
    const found = await this.db.manager.findOneBy(FamilyAssignmentEntity, { id, familyId });
    if (found === null) throw notFound();
    return found;
  }

  /** False when the person holds a live assignment to the family. One whose time has run out is ended first. */
  async insert({ id, familyId, personId, reasonSealed, assignedBy, endsAt }: NewAssignment): Promise<boolean> {
    await this.db.manager.query(
      `UPDATE family_assignments SET ended_at = ends_at
       WHERE family_id = $1 AND person_id = $2 AND ended_at IS NULL AND ends_at <= app_now()`,
      [familyId, personId],
    );
    const rows = await this.db.manager.query<unknown[]>(
      `INSERT INTO family_assignments (id, family_id, person_id, reason_sealed, assigned_by, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (branch_id, person_id, family_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [id, familyId, personId, reasonSealed, assignedBy, endsAt],
    );
    return rows.length === 1;
  }

  /** False when it had ended before. */
  async end(familyId: string, id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      `UPDATE family_assignments SET ended_at = app_now() WHERE family_id = $1 AND id = $2 AND ended_at IS NULL`,
      [familyId, id],
    );
    return count === 1;
  }
}
