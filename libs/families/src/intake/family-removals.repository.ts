import { Injectable } from '@nestjs/common';
import { Database } from '#database';

/** In the order of their foreign keys, the family last. */
const PARTS = ['mandates', 'consents', 'enrolments', 'children', 'guardians'] as const;

const FOREIGN_KEY_VIOLATION = '23503';

@Injectable()
export class FamilyRemovalsRepository {
  constructor(private readonly db: Database) {}

  /** Those of the families that nobody has touched since they had these versions. Locks them. */
  async lockUntouched(families: readonly { familyId: string; version: number }[]): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `SELECT f.id FROM unnest($1::uuid[], $2::int[]) given (id, version)
       JOIN families f ON f.id = given.id AND f.version = given.version AND f.erased_at IS NULL
       WHERE NOT EXISTS (SELECT FROM files WHERE files.family_id = f.id) FOR UPDATE OF f`,
      [families.map(({ familyId }) => familyId), families.map(({ version }) => version)],
    );
    return rows.map(({ id }) => id);
  }

  /** False, and nothing is removed, when something else hangs from one of them. */
  async remove(ids: readonly string[]): Promise<boolean> {
    const { manager } = this.db;
    await manager.query('SAVEPOINT family_removal');
    try {
      for (const table of PARTS) await manager.query(`DELETE FROM ${table} WHERE family_id = ANY ($1::uuid[])`, [ids]);
      await manager.query('DELETE FROM families WHERE id = ANY ($1::uuid[])', [ids]);
      await manager.query('RELEASE SAVEPOINT family_removal');
      return true;
    } catch (error) {
      if ((error as { driverError?: { code?: string } }).driverError?.code !== FOREIGN_KEY_VIOLATION) throw error;
      await manager.query('ROLLBACK TO SAVEPOINT family_removal');
      return false;
    }
  }
}
