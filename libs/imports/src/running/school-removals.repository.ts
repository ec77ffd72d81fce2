import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Undone } from '../import-subjects.repository.ts';

const FOREIGN_KEY_VIOLATION = '23503';

@Injectable()
export class SchoolRemovalsRepository {
  constructor(private readonly db: Database) {}

  /** Entries of the directory that have still this version and that nobody refers to. */
  async remove(schools: readonly { readonly id: string; readonly version: number }[]): Promise<Map<string, Undone>> {
    const outcome = new Map<string, Undone>();
    for (const { id, version } of schools) outcome.set(id, await this.removeOne(id, version));
    return outcome;
  }

  private async removeOne(id: string, version: number): Promise<Undone> {
    const { manager } = this.db;
    const locked = await manager.query<unknown[]>(
      'SELECT 1 FROM authorities WHERE id = $1 AND version = $2 FOR UPDATE',
      [id, version],
    );
    if (locked.length === 0) return 'touched';
    await manager.query('SAVEPOINT school_removal');
    try {
      await manager.query('DELETE FROM authority_emails WHERE authority_id = $1', [id]);
      const [, count] = await manager.query<[unknown, number]>('DELETE FROM authorities WHERE id = $1', [id]);
      await manager.query('RELEASE SAVEPOINT school_removal');
      return count === 1 ? 'removed' : 'kept';
    } catch (error) {
      if ((error as { driverError?: { code?: string } }).driverError?.code !== FOREIGN_KEY_VIOLATION) throw error;
      await manager.query('ROLLBACK TO SAVEPOINT school_removal');
      return 'in-use';
    }
  }
}
