import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { Problem } from '#kernel';
import { accessProblems } from './access.problems.ts';
import type { Principal } from './principal.ts';

/** Which roles of the entered branch let their holders in with two factors only. None, until a branch chooses. */
@Injectable()
export class SecondFactorRoles {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
  ) {}

  async list(): Promise<string[]> {
    return this.db.transaction(async (tx) => {
      const rows = await tx.query<{ role: string }[]>('SELECT role FROM second_factor_roles ORDER BY role');
      return rows.map(({ role }) => role);
    });
  }

  /** Counts from the next request on. @throws Problem access.role-unknown. */
  async replace(by: Principal, roles: readonly string[]): Promise<string[]> {
    return this.db.transaction(async (tx) => {
      const known = await tx.query<{ code: string }[]>('SELECT code FROM roles WHERE code = ANY ($1)', [roles]);
      const unknown = roles.find((role) => !known.some(({ code }) => code === role));
      if (unknown !== undefined) {
        throw new Problem(accessProblems.roleUnknown, { parameters: { role: unknown }, pointer: '/roles' });
      }
      await tx.query('DELETE FROM second_factor_roles WHERE role <> ALL ($1)', [roles]);
      await tx.query(
        'INSERT INTO second_factor_roles (role) SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING',
        [roles],
      );
      const subject = { type: 'branch', id: by.branchId };
      this.audit.record({ action: 'members.second-factor-roles', by, subject, details: { roles: roles.length } });
      return this.list();
    });
  }
}
