import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Locale } from '#kernel';

export interface PersonRow {
  readonly id: string;
  readonly emailIndex: Buffer;
  readonly emailSealed: Buffer;
  readonly nameSealed: Buffer;
  readonly passwordHash: string;
}

export interface CardRow {
  readonly email: Buffer;
  readonly name: Buffer;
  readonly language: Locale | null;
}

export interface LoginRow {
  readonly personId: string;
  readonly passwordHash: string;
  readonly disabled: boolean;
}

export interface BranchOfPerson {
  readonly branchId: string;
  readonly branchName: string;
  readonly associationId: string;
  readonly associationName: string;
  readonly status: 'open' | 'suspended';
  readonly role: string;
  readonly rolePermissions: readonly string[] | null;
}

/** People, through the definer functions that the database allows; no table is read from here. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly db: Database) {}

  async add(person: PersonRow): Promise<void> {
    await this.call('SELECT register_person($1, $2, $3, $4, $5)', [
      person.id,
      person.emailIndex,
      person.emailSealed,
      person.nameSealed,
      person.passwordHash,
    ]);
  }

  async findLogin(emailIndex: Buffer): Promise<LoginRow | null> {
    const [row] = await this.call<LoginRow>(
      'SELECT person_id AS "personId", password_hash AS "passwordHash", disabled FROM find_login($1)',
      [emailIndex],
    );
    return row ?? null;
  }

  /** The stored hash and whether a second factor is set up; null for a disabled person. */
  async findLoginOf(personId: string): Promise<{ passwordHash: string; totp: boolean } | null> {
    const [row] = await this.call<{ passwordHash: string; totp: boolean }>(
      'SELECT password_hash AS "passwordHash", totp FROM person_login($1)',
      [personId],
    );
    return row ?? null;
  }

  /** Ends every session but one. False when the old hash is no longer the stored one. */
  async changePassword(personId: string, oldHash: string, newHash: string, keepSession: string): Promise<boolean> {
    const [row] = await this.call<{ yes: boolean }>('SELECT change_password($1, $2, $3, $4) AS yes', [
      personId,
      oldHash,
      newHash,
      keepSession,
    ]);
    return row?.yes === true;
  }

  async findCard(personId: string): Promise<CardRow | null> {
    const [row] = await this.call<CardRow>('SELECT email, name, language FROM person_card($1)', [personId]);
    return row ?? null;
  }

  async chooseLanguage(personId: string, language: Locale): Promise<void> {
    await this.call('SELECT choose_language($1, $2)', [personId, language]);
  }

  branchesOf(personId: string): Promise<BranchOfPerson[]> {
    return this.call(
      `SELECT branch_id AS "branchId", branch_name AS "branchName", association_id AS "associationId",
        association_name AS "associationName", status, role, role_permissions(role) AS "rolePermissions"
       FROM branches_of($1)`,
      [personId],
    );
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}
