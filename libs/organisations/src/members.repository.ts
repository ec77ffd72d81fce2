import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface LiveMembership {
  readonly id: string;
  readonly personId: string;
  readonly role: string;
  readonly grantedAt: Date;
}

export interface RoleRow {
  readonly code: string;
  readonly name: string | null;
  readonly reach: 'branch' | 'assigned' | 'none';
  /** Null for the built-in roles. */
  readonly permissions: readonly string[] | null;
}

const COLUMNS = `id, person_id AS "personId", role, granted_at AS "grantedAt"`;

/** Memberships of the entered branch, and the roles that can be given in it. */
@Injectable()
export class MembersRepository {
  constructor(private readonly db: Database) {}

  /** The built-in roles and those of the association. */
  async findRoles(): Promise<RoleRow[]> {
    return this.db.manager.query<RoleRow[]>(
      `SELECT code, name, reach, permissions FROM roles WHERE code <> 'platform_operator'
       ORDER BY association_id IS NOT NULL, name, code`,
    );
  }

  /** True when the person has a role in any branch of the association, of which nothing else is told. */
  async servesAssociation(personId: string): Promise<boolean> {
    const [row] = await this.db.manager.query<{ serves: boolean }[]>('SELECT serves_association($1) AS serves', [
      personId,
    ]);
    return row?.serves ?? false;
  }

  async findLive(personId: string): Promise<LiveMembership | null> {
    const [row] = await this.db.manager.query<LiveMembership[]>(
      `SELECT ${COLUMNS} FROM memberships WHERE person_id = $1 AND revoked_at IS NULL`,
      [personId],
    );
    return row ?? null;
  }

  async countAdmins(): Promise<number> {
    const [row] = await this.db.manager.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM memberships WHERE role = 'branch_admin' AND revoked_at IS NULL`,
    );
    return row?.count ?? 0;
  }

  /** False when the person holds a role already. */
  async insert(id: string, personId: string, role: string): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `INSERT INTO memberships (id, person_id, role) VALUES ($1, $2, $3)
       ON CONFLICT (branch_id, person_id) WHERE revoked_at IS NULL DO NOTHING RETURNING id`,
      [id, personId, role],
    );
    return rows.length === 1;
  }

  /** False when it had ended before. @throws the refusal of the database for the last administrator. */
  async end(id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      'UPDATE memberships SET revoked_at = app_now() WHERE id = $1 AND revoked_at IS NULL',
      [id],
    );
    return count === 1;
  }
}
