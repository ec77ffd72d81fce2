import { Injectable } from '@nestjs/common';
import { permissionsOf } from '#access';
import { Database, databaseProblems } from '#database';
import { kernelProblems, newId, notFound, Problem } from '#kernel';
import type { AssociationAdmin } from './associations.repository.ts';
import { type CustomRole, type NewRole, reachCarries } from './custom-roles.contract.ts';
import { organisationsProblems } from './organisations.problems.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly reach: NewRole['reach'];
  readonly permissions: readonly string[];
  readonly version: number;
  readonly membersCount: number;
}

/** Roles of an association's own: a name, a reach and a subset of the permissions. They hold from the next request on. */
@Injectable()
export class CustomRoles {
  constructor(private readonly db: Database) {}

  /** @throws Problem not-found for who does not administer the association. */
  async list(by: AssociationAdmin): Promise<{ items: CustomRole[] }> {
    const rows = await this.call<Row>(
      `SELECT code AS id, name, reach, permissions, version, members::int AS "membersCount"
       FROM roles_of_association($1, $2)`,
      [by.personId, by.associationId],
    );
    return { items: rows.map((row) => ({ ...row, permissions: [...permissionsOf(row.id, row.permissions)].sort() })) };
  }

  /** @throws Problem not-found, organisations.role-name-taken. */
  async create(by: AssociationAdmin, role: NewRole): Promise<CustomRole> {
    const id = newId();
    const { name, reach, permissions } = role;
    await this.named(() =>
      this.call('SELECT add_role($1, $2, $3, $4, $5, $6, $7)', [...who(by), id, name, reach, permissions]),
    );
    return this.get(by, id);
  }

  /** The reach stays as it is. @throws Problem not-found, validation, organisations.role-name-taken. */
  async change(by: AssociationAdmin, id: string, { name, permissions }: Omit<NewRole, 'reach'>): Promise<CustomRole> {
    const { reach } = await this.get(by, id);
    if (!reachCarries(reach, permissions)) throw reachTooShort();
    const [row] = await this.named(() =>
      this.call<{ found: boolean }>('SELECT change_role($1, $2, $3, $4, $5, $6) AS found', [
        ...who(by),
        id,
        name,
        permissions,
      ]),
    );
    if (row?.found !== true) throw notFound();
    return this.get(by, id);
  }

  /** @throws Problem not-found, organisations.role-in-use when anybody ever held it. */
  async remove(by: AssociationAdmin, id: string): Promise<void> {
    const [row] = await this.call<{ verdict: string }>('SELECT remove_role($1, $2, $3, $4) AS verdict', [
      ...who(by),
      id,
    ]);
    if (row?.verdict === 'absent') throw notFound();
    if (row?.verdict === 'in-use') throw new Problem(organisationsProblems.roleInUse);
  }

  private async get(by: AssociationAdmin, id: string): Promise<CustomRole> {
    const role = (await this.list(by)).items.find((one) => one.id === id);
    if (role === undefined) throw notFound();
    return role;
  }

  private async named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== databaseProblems.conflict.code) throw error;
      throw new Problem(organisationsProblems.roleNameTaken, { pointer: '/name' });
    }
  }

  private call<Result>(sql: string, parameters: unknown[]): Promise<Result[]> {
    return this.db.outsideTenants((tx) => tx.query<Result[]>(sql, parameters));
  }
}

function who({ personId, associationId, requestId }: AssociationAdmin): unknown[] {
  return [personId, associationId, requestId];
}

function reachTooShort(): Problem {
  const message = {
    ru: 'Роль без доступа к семьям не может иметь прав на семьи, файлы, обращения, переписку и жалобы.',
    en: 'A role that sees no family cannot have permissions on families, files, requests, letters or complaints.',
  };
  return new Problem(kernelProblems.validation, {
    errors: [{ pointer: '/permissions', rule: 'reach-too-short', message }],
  });
}
